import { type CodeSpace, glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import type { CompiledProject, Unit } from '../protocol';
import { createBackend } from './backend';
import type { Builtin } from './builtin';
import { defineBuiltin } from './define-builtin';
import { report, reportError } from './report';
import { loadUnits } from './unit-scripts';
import { type Place, writePlace } from './url';

/** A page's `this`; its methods are found by name. */
export type Caller = Record<string, unknown>;

/** A page that glass-easel draws. */
export interface DrawnPage {
  caller: Caller;
  attach: (parent: HTMLElement) => void;
  /** Calls the `pageLifetimes` of its components. */
  tellComponents: (lifetime: string, ...values: unknown[]) => void;
  release: () => void;
}

/** Draws pages of one project. */
export interface Space {
  /** Runs the scripts of the components and pages, which use the globals of WeChat. */
  load: () => void;
  /** @param place a page that the project has */
  draw: (place: Place) => DrawnPage;
}

/** Sets glass-easel up for a project. */
export function createSpace(project: CompiledProject, builtins: Record<string, Builtin>): Space {
  glassEasel.globalOptions.writeIdToDOM = true;
  glassEasel.addGlobalErrorListener((error) => {
    reportError(error);
    return false; // it needs no line of glass-easel's own
  });
  glassEasel.addGlobalWarningListener((message) => {
    report('warn', message);
    return false;
  });
  const env = new MiniProgramEnv();
  const backend = env.associateBackend(createBackend(knownTags(project, builtins)));
  const space = env.createCodeSpace('', true);
  addBuiltins(space, project, builtins);
  for (const [path, unit] of Object.entries(project.units)) {
    space.addComponentStaticConfig(path, configOf(unit));
    space.addCompiledTemplate(path, templateOf(project, path));
    space.addStyleSheet(path, path, unit.scope || undefined);
    backend.registerStyleSheetContent(path, unit.style);
  }
  return {
    load: () => loadUnits(space, project.units),
    draw(place) {
      const root = backend.createRoot('page', space, `/${writePlace(place)}`);
      const component = root.getComponent();
      const host = component.getBackendElement() as unknown as HTMLElement;
      host.classList.add('wx-page', `pg-${place.path.replace(/\W/g, '-')}`);
      return {
        caller: root.get() as unknown as Caller,
        attach(parent) {
          const placeholder = document.createElement('i');
          parent.append(placeholder);
          root.attach(asNode(parent), asNode(placeholder));
        },
        tellComponents: (lifetime, ...values) => component.triggerPageLifetime(lifetime, values),
        release: () => root.release(),
      };
    },
  };
}

function addBuiltins(
  space: CodeSpace,
  project: CompiledProject,
  builtins: Record<string, Builtin>,
): void {
  const components = space.getComponentSpace();
  for (const [name, builtin] of Object.entries(builtins)) {
    const path = `builtin/${name}`;
    const template = builtin.holds ? 'builtin/slot' : 'builtin/empty';
    space.addComponentStaticConfig(path, { component: true });
    space.addCompiledTemplate(path, templateOf(project, template));
    defineBuiltin(space, path, builtin);
    components.setGlobalUsingComponent(name, components.getComponentByUrl(`/${path}`, ''));
  }
}

/** Tags that mean something: built-in, used by a unit, or filled in by whoever uses a unit. */
function knownTags(
  { units }: CompiledProject,
  builtins: Record<string, Builtin>,
): (tag: string) => boolean {
  const known = new Set(['page', ...Object.keys(builtins)]);
  for (const { config } of Object.values(units)) {
    for (const tag of Object.keys(config.usingComponents)) known.add(tag);
    for (const tag of Object.keys(config['componentGenerics'] ?? {})) known.add(tag);
  }
  return (tag) => known.has(tag);
}

/** The configuration of a unit with paths as glass-easel reads them. */
function configOf({ kind, config }: Unit) {
  const using = Object.entries(config.usingComponents).map(([tag, path]) => [tag, `/${path}`]);
  return {
    ...config,
    ...(kind === 'component' ? { component: true } : {}),
    usingComponents: Object.fromEntries(using) as Record<string, string>,
  };
}

function templateOf({ templates }: CompiledProject, path: string) {
  const template = { groupList: templates, content: templates[path] };
  return template as unknown as Parameters<CodeSpace['addCompiledTemplate']>[1];
}

/** glass-easel has a type of its own for the elements of the browser. */
const asNode = (element: HTMLElement): glassEasel.GeneralBackendElement =>
  element as unknown as glassEasel.GeneralBackendElement;
