export { Chart, preloadCharts } from './Chart.tsx';
export { type ChartColors, type ChartOption, plainChart } from './chart-look.ts';
