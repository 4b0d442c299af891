/** As much of React as the Explorer and GraphiQL's own declarations name; the packages bring no types of their own. */
declare module 'react' {
  export type ReactNode = import('react/jsx-runtime').JSX.Element | string | number | boolean | null | undefined | readonly ReactNode[];
  export type FC<Properties = object> = (properties: Properties) => ReactNode;
  export type ComponentType<Properties = object> = FC<Properties>;
  export type ComponentPropsWithoutRef<Of> = Of extends (properties: infer Properties) => ReactNode ? Properties : { readonly className?: string; readonly children?: ReactNode };
  export function useState<State>(initial: State): [State, (next: State) => void];
}

declare module 'react/jsx-runtime' {
  import type { ReactNode } from 'react';
  export namespace JSX {
    interface Element {
      readonly type: unknown;
    }
    type ElementType = string | ((properties: never) => ReactNode);
    interface ElementChildrenAttribute {
      children: unknown;
    }
    interface IntrinsicAttributes {
      readonly key?: string | number;
    }
    type Attributes = Readonly<Record<string, string | number | boolean | ReactNode | (() => void)>>;
    type IntrinsicElements = Record<'a' | 'button' | 'circle' | 'div' | 'form' | 'h1' | 'h2' | 'header' | 'li' | 'main' | 'p' | 'path' | 'rect' | 'span' | 'svg' | 'ul', Attributes>;
  }
  export const jsx: unknown;
  export const jsxs: unknown;
  export const Fragment: unknown;
}

declare module 'react-dom/client' {
  import type { ReactNode } from 'react';
  export function createRoot(element: Element): { render(node: ReactNode): void };
}
