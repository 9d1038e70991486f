/* CRC-32 (IEEE 802.3), sixteen bytes at a time. */
#ifndef CALLSCAPE_CRC_H
#define CALLSCAPE_CRC_H
#include <stdint.h>
#include <string.h>

static uint32_t crc_tables[16][256];

static void crc_prepare(void) {
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t c = n;
        for (int bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
        crc_tables[0][n] = c;
    }
    for (int t = 1; t < 16; t++)
        for (int n = 0; n < 256; n++) {
            uint32_t before = crc_tables[t - 1][n];
            crc_tables[t][n] = (before >> 8) ^ crc_tables[0][before & 0xff];
        }
}

static inline uint32_t crc_word(int table, uint32_t word) {
    return crc_tables[table + 3][word & 0xff] ^ crc_tables[table + 2][(word >> 8) & 0xff] ^
           crc_tables[table + 1][(word >> 16) & 0xff] ^ crc_tables[table][word >> 24];
}

/* Continued from `seed`, the result for the bytes before. */
static uint32_t crc32_of(const unsigned char *bytes, size_t length, uint32_t seed) {
    uint32_t c = ~seed;
    while (length >= 16) {
        uint32_t words[4];
        memcpy(words, bytes, 16);
        c = crc_word(12, words[0] ^ c) ^ crc_word(8, words[1]) ^ crc_word(4, words[2]) ^ crc_word(0, words[3]);
        bytes += 16;
        length -= 16;
    }
    while (length--) c = crc_tables[0][(c ^ *bytes++) & 0xff] ^ (c >> 8);
    return ~c;
}

#endif
