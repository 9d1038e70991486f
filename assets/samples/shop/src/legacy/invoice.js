'use strict';

const WIDTH = 36;

/** The paper form of an order, unchanged since the first version of the shop. */
class Invoice {
  constructor(order) {
    this.order = order;
    this.rows = [];
  }

  /** Adds a line: what it is for on the left, the amount on the right. */
  addRow(label, amount) {
    this.rows.push(label + amount.padStart(WIDTH - label.length));
    return this;
  }

  toString() {
    return [`Invoice ${this.order.id}`, '-'.repeat(WIDTH), ...this.rows].join('\n');
  }
}

module.exports = Invoice;
