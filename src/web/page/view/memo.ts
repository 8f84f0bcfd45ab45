// A component that is drawn again only when one of its properties is another one.

import { Component, type ComponentChildren, type FunctionComponent } from "preact";

export function memo<P extends object>(
  draw: (props: P) => ComponentChildren,
): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = this.props as Record<string, unknown>;
      return Object.entries(next).some(([key, value]) => before[key] !== value);
    }

    override render(): ComponentChildren {
      return draw(this.props);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}
