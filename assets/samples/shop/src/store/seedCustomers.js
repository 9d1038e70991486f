import { pick } from '../utils/random.js';

const CITIES = [
  { city: 'Lisbon', country: 'PT' },
  { city: 'Ghent', country: 'BE' },
  { city: 'Turku', country: 'FI' },
  { city: 'Graz', country: 'AT' },
];

/** 80 customers, c-01 to c-80. Every thirteenth has not given an address yet. */
export function makeCustomers(random) {
  return Array.from({ length: 80 }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return {
      id: `c-${number}`,
      name: `Customer ${number}`,
      email: `customer${number}@shop.example`,
      password: `sample-password-${number}`,
      address: index % 13 === 12 ? undefined : pick(random, CITIES),
    };
  });
}
