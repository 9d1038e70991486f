'use strict';

const ZONES = {
  near: ['BE', 'NL', 'LU', 'DE', 'AT'],
  south: ['PT', 'ES', 'IT', 'GR'],
  north: ['FI', 'SE', 'DK', 'NO'],
};

/** The shipping zone of a country; `far` when it is in none. */
function zoneOf(country) {
  for (const zone of Object.keys(ZONES)) {
    if (ZONES[zone].includes(country)) return zone;
  }
  return 'far';
}

module.exports = { zoneOf };
