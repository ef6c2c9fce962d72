import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postcss, { type Root, type Rule } from 'postcss';
import selectorParser, {
  type ClassName,
  type Pseudo,
  type Selector,
} from 'postcss-selector-parser';
import type { Complain } from './problems';
import { browserUnits, withoutRpx } from '../units';
import { fromRoot } from './templates';

/** Whose style it is: the app's reaches every page, the others' only their own nodes. */
export interface StyleOwner {
  /** `app`, or the path of a page or component. */
  path: string;
  kind: 'app' | 'page' | 'component';
  /** Prefix of a component's classes; empty if they are shared. */
  scope: string;
}

/** A path as it stands in class names. */
export const cssName = (path: string): string => path.replace(/\W/g, '-');

/**
 * Translates a wxss file for the browser: imports are put in place, `rpx` becomes a part of the
 * width, tags become `wx-…`, and selectors are limited to their owner. The app's style reaches every
 * page but not the phone around them.
 * @returns the style; empty if there is no such file
 */
export function compileStyle(root: string, owner: StyleOwner, complain: Complain): string {
  const sheet = readSheet(root, `${owner.path}.wxss`, new Set(), complain);
  sheet.walkDecls((declaration) => {
    declaration.value = browserUnits(declaration.value);
  });
  sheet.walkAtRules((rule) => {
    rule.params = withoutRpx(rule.params);
  });
  const limit = selectorParser((selectors) =>
    selectors.each((selector) => limitSelector(selector, owner)),
  );
  sheet.walkRules((rule) => {
    if (!isKeyframe(rule)) rule.selector = limit.processSync(rule.selector);
  });
  const style = sheet.toString();
  return owner.kind === 'app' ? `@scope (.wx-page) {\n${style}\n}` : style;
}

const isKeyframe = ({ parent }: Rule): boolean =>
  parent?.type === 'atrule' && 'name' in parent && parent.name.endsWith('keyframes');

/** A file with its imports in their places; one that imports itself is read once. */
function readSheet(root: string, file: string, seen: Set<string>, complain: Complain): Root {
  if (seen.has(file) || !existsSync(join(root, file))) return postcss.root();
  seen.add(file);
  const sheet = parse(readFileSync(join(root, file), 'utf8'), file, complain);
  sheet.walkAtRules('import', (rule) => {
    const [, wanted = ''] = /^\s*(?:url\()?["']?([^"')]+)/.exec(rule.params) ?? [];
    const imported = fromRoot(file, wanted);
    if (!existsSync(join(root, imported))) {
      const line = rule.source?.start?.line;
      const message = `It imports ${wanted}, which does not exist.`;
      complain({ file, message, ...(line === undefined ? {} : { line }) });
    }
    rule.replaceWith(...readSheet(root, imported, seen, complain).nodes);
  });
  return sheet;
}

function parse(text: string, file: string, complain: Complain): Root {
  try {
    return postcss.parse(text);
  } catch (error) {
    if (!(error instanceof postcss.CssSyntaxError)) throw error;
    const { line, column, reason } = error;
    complain({
      file,
      message: `This style cannot be understood: ${reason}.`,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    });
    return postcss.root();
  }
}

/** The app's style is a scope whose roots are the pages; a component means the page around it. */
const pageNode = (kind: StyleOwner['kind'], page: string): Pseudo | ClassName => {
  if (kind === 'app') return selectorParser.pseudo({ value: ':scope' });
  return selectorParser.className({ value: kind === 'page' ? page : 'wx-page' });
};

function limitSelector(selector: Selector, { path, kind, scope }: StyleOwner): void {
  const page = `pg-${cssName(path)}`;
  let names = false;
  selector.walk((node) => {
    if (node.type === 'tag' && node.value === 'page') {
      names = true;
      node.replaceWith(pageNode(kind, page));
    } else if (node.type === 'tag' && !/^wx-|^\d|^(from|to)$/.test(node.value)) {
      node.value = `wx-${node.value}`;
    } else if (node.type === 'class' && scope) {
      node.value = `${scope}--${node.value}`;
    } else if (node.type === 'pseudo' && node.value === ':host') {
      node.replaceWith(
        selectorParser.attribute({
          attribute: 'wx-host',
          operator: '=',
          value: scope,
          quoteMark: '"',
          raws: {},
        }),
      );
    }
  });
  if (kind !== 'page' || names) return;
  selector.prepend(selectorParser.combinator({ value: ' ' }));
  selector.prepend(selectorParser.className({ value: page }));
}
