/* Whether a string may be a credential. Python decides with redact.py; this only spares it the many that cannot be. */
#ifndef CALLSCAPE_SECRETS_H
#define CALLSCAPE_SECRETS_H
#include <stddef.h>

/* Digits of a payment card, at least. */
#define CARD_DIGITS 13
/* What has a mark of whoever gave it, or is a key with no name, stands in one piece of so many characters. */
#define LONG_PIECE 14

static inline int is_piece(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '-' && c <= '/') || c == '_' ||
           c == '+' || c == '=';
}

/* Two letters that some word has which announces a secret: password, secret, key, token, authorization, cookie, sig, code, AA. */
static inline int announces(unsigned char c, unsigned char next) {
    switch (next | 32) {
        case 'a':
            return (c | 32) == 'p' || (c | 32) == 'a';
        case 'e':
            return (c | 32) == 's' || (c | 32) == 'k';
        case 'i':
            return (c | 32) == 's';
        case 'o':
            return (c | 32) == 't' || (c | 32) == 'c';
        case 'u':
            return (c | 32) == 'a';
        case 'w':
            return (c | 32) == 'p';
        default:
            return 0;
    }
}

/* True for every string that redact.py's patterns can match, and for few others. */
static int may_be_secret(const unsigned char *text, size_t length) {
    size_t digits = 0, piece = 0;
    int slashes = 0, assigns = 0, announced = 0, is_mixed = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = text[i], next = i + 1 < length ? text[i + 1] : 0;
        if (is_piece(c)) {
            piece++;
            is_mixed |= c < 'a' || c > 'z';
            if (piece >= LONG_PIECE && is_mixed) return 1;
        } else
            piece = 0, is_mixed = 0;
        if (c >= '0' && c <= '9') {
            if (++digits >= CARD_DIGITS) return 1;
            continue;
        }
        if (c != ' ' && c != '-') digits = 0;
        assigns |= c == '=' || c == ':' || (c == '-' && next == '-');
        announced |= announces(c, next);
        if (assigns && announced) return 1;
        if (c == '/') slashes |= next == '/';
        if (c == '@' && slashes) return 1;
        /* Bearer, Basic */
        if ((c | 32) == 'b' && i + 5 < length && (((next | 32) == 'e' && (text[i + 4] | 32) == 'e') || ((next | 32) == 'a' && (text[i + 4] | 32) == 'c')))
            return 1;
    }
    return 0;
}

#endif
