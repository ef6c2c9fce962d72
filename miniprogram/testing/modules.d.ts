/** The parts of two untyped packages that the tests use. */
declare module 'miniprogram-exparser' {
  namespace exparser {
    interface Node {
      is: string;
      parentNode?: Node;
      ownerShadowRoot?: { getHostNode(): Node };
      childNodes?: Node[];
      addListener(name: string, listen: (event: { detail: Record<string, unknown> }) => void): void;
    }
  }
  const exparser: {
    Element: { getMethodCaller(node: exparser.Node): { data: Record<string, unknown> } };
    triggerEvent(node: exparser.Node, name: string, detail: object, options: object): void;
  };
  export default exparser;
}

declare module 'j-component' {
  import type exparser from 'miniprogram-exparser';
  interface Registered {
    id: string;
    tagName: string;
    template: string;
    properties: Record<string, unknown>;
    attached?(this: {
      _exparserNode: exparser.Node;
      data: Record<string, unknown>;
      setData(data: Record<string, unknown>): void;
    }): void;
  }
  const jComponent: { register(component: Registered): void };
  export default jComponent;
}

declare module 'miniprogram-simulate' {
  export interface Rendered {
    dom: HTMLElement;
    data: Record<string, unknown>;
    instance: Record<string, ((...args: unknown[]) => unknown) | undefined>;
    setData(data: Record<string, unknown>): void;
    attach(parent: HTMLElement): void;
    detach(): void;
    querySelector(selector: string): Rendered | undefined;
    querySelectorAll(selector: string): Rendered[];
    dispatchEvent(name: string, options?: object): void;
    addEventListener(name: string, listen: (event: { detail: unknown }) => void): void;
  }
  const simulate: {
    load(path: string, tagName: string, options: { rootPath: string }): string;
    render(id: string, properties?: Record<string, unknown>): Rendered;
  };
  export default simulate;
}

declare module 'miniprogram-compiler' {
  /** Compiles every template under a folder. @throws Error for the first mistake */
  export function wxmlToJs(root: string): string;
}
