import { monthlyReport } from '../services/reports.js';

/** Adds the routes for the people who run the shop. */
export function registerReports(router) {
  router.add('GET', '/reports/:month', getReport);
}

async function getReport({ params }) {
  return { body: await monthlyReport(params.month) };
}
