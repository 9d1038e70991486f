import { Component, type ReactNode } from 'react';
import { ErrorMessage } from '../../widgets/Message.tsx';
import type { View } from '../view.ts';

/** A view, its loading and its crash: a broken view says so and leaves the rest of the workbench alone. */
export function ViewArea({ view }: { view: Pick<View, 'title' | 'Component'> }) {
  return (
    <Boundary title={view.title}>
      <view.Component />
    </Boundary>
  );
}

class Boundary extends Component<{ title: string; children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <ErrorMessage
        title={`${this.props.title} stopped working`}
        error={error}
        onRetry={() => this.setState({ error: null })}
      />
    );
  }
}
