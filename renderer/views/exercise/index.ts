export { ExerciseView } from './ExerciseView.tsx';
