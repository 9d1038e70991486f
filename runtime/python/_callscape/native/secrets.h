/* Whether a string may be a credential. Python decides with redact.py; this only spares it the many that cannot be. */
#ifndef CALLSCAPE_SECRETS_H
#define CALLSCAPE_SECRETS_H
#include <stddef.h>

/* Digits of a payment card, at least. */
#define CARD_DIGITS 13

/* True for every string that redact.py's patterns can match, and for few others. */
static int may_be_secret(const unsigned char *text, size_t length) {
    size_t digits = 0;
    int slashes = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = text[i], next = i + 1 < length ? text[i + 1] : 0;
        if (c >= '0' && c <= '9') {
            if (++digits >= CARD_DIGITS) return 1;
            continue;
        }
        if (c == ' ' || c == '-') {
            if (c == '-' && next == '-') return 1;
            continue;
        }
        digits = 0;
        switch (c) {
            case 'e':
                if (next == 'y' && i + 2 < length && text[i + 2] == 'J') return 1;
                break;
            case 'B':
            case 'b':
                /* Bearer, Basic */
                if (((next | 32) == 'e' || (next | 32) == 'a') && i + 5 < length && (text[i + 4] | 32) == (((next | 32) == 'e') ? 'e' : 'c'))
                    return 1;
                break;
            case 'A':
                if ((next == 'K' || next == 'S') && i + 2 < length && text[i + 2] == 'I') return 1;
                break;
            case 'g':
                if ((next == 'h' || next == 'i') && i + 3 < length && (text[i + 3] == '_' || text[i + 3] == 'h')) return 1;
                break;
            case 'k':
                if (next == '_' && i + 2 < length && (text[i + 2] == 'l' || text[i + 2] == 't')) return 1;
                break;
            case 'x':
                if (next == 'o' && i + 2 < length && text[i + 2] == 'x') return 1;
                break;
            case '/':
                slashes |= next == '/';
                break;
            case '@':
                if (slashes) return 1;
                break;
        }
    }
    return 0;
}

#endif
