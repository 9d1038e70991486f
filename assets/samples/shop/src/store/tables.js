import { Table } from './table.js';

export const products = new Table();
export const reviews = new Table();
export const customers = new Table();
export const orders = new Table();
export const stock = new Table();
export const carts = new Table();
