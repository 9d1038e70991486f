'use strict';

const { zoneOf } = require('./zones.js');

/** Cents for each started kilogram, by zone. */
const CENTS_PER_KILOGRAM = { near: 250, south: 390, north: 420, far: 900 };

/** What it costs to send the lines of a cart to a country, in cents. */
exports.shippingCents = function shippingCents(lines, country) {
  return lines.reduce(function addLine(sum, line) {
    const kilograms = Math.ceil((line.product.grams * line.quantity) / 1000);
    return sum + kilograms * CENTS_PER_KILOGRAM[zoneOf(country)];
  }, 0);
};
