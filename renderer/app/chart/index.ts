export { Chart } from './Chart.tsx';
export { type ChartColors, type ChartOption, plainChart } from './chart-look.ts';
