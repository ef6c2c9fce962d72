import type { Builtin } from '../builtin';

interface Drawing {
  color: string;
  /** In a box of 24 × 24. */
  path: string;
}

const ROUND = 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z';
const GREEN = '#07c160';
const GREY = '#b2b2b2';

/** WeChat's icons, drawn anew. */
const DRAWINGS: Record<string, Drawing> = {
  success: { color: GREEN, path: `${ROUND}m-1.3 14.5L6.6 12.4 8 11l2.7 2.7L16.3 8l1.4 1.4Z` },
  success_no_circle: { color: GREEN, path: 'm9.5 18.5-6-6L5 11l4.5 4.5L19 6l1.5 1.5Z' },
  info: { color: '#10aeff', path: `${ROUND}m-1 8h2v7h-2Zm0-3.500h2v2h-2Z` },
  warn: { color: '#fa5151', path: `${ROUND}m-1 5h2v7h-2Zm0 8.500h2v2h-2Z` },
  waiting: { color: '#10aeff', path: `${ROUND}m-1 4.500h2v5l4 2.4-1 1.7-5-3Z` },
  cancel: {
    color: '#fa5151',
    path: `${ROUND}M8.5 7.1 12 10.600l3.5-3.5 1.4 1.4-3.5 3.5 3.5 3.5-1.4 1.4-3.5-3.5-3.5 3.5-1.4-1.4 3.5-3.5-3.5-3.500Z`,
  },
  download: {
    color: GREEN,
    path: `${ROUND}m-1 5h2v6l2.3-2.3 1.4 1.400L12 16.800l-4.7-4.7 1.4-1.400L11 13Z`,
  },
  search: {
    color: GREY,
    path: 'M10.5 3a7.5 7.5 0 1 0 4.6 13.400l4.3 4.3 1.3-1.3-4.3-4.300A7.5 7.5 0 0 0 10.5 3Zm0 1.800a5.7 5.7 0 1 1 0 11.4 5.7 5.7 0 0 1 0-11.400Z',
  },
  clear: {
    color: GREY,
    path: `${ROUND}M8.5 7.1 12 10.600l3.5-3.5 1.4 1.4-3.5 3.5 3.5 3.5-1.4 1.4-3.5-3.5-3.5 3.5-1.4-1.4 3.5-3.5-3.5-3.500Z`,
  },
};

/** An icon as SVG; undefined for a type that WeChat does not have. */
export function drawIcon(type: string, size: number, color = ''): SVGSVGElement | undefined {
  const drawing = DRAWINGS[type];
  if (!drawing) return undefined;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const name of ['width', 'height']) svg.setAttribute(name, String(size));
  svg.setAttribute('viewBox', '0 0 24 24');
  path.setAttribute('fill', color || drawing.color);
  path.setAttribute('fill-rule', 'evenodd');
  path.setAttribute('d', drawing.path);
  svg.append(path);
  return svg;
}

/** `<icon>`. */
export const icon: Builtin = {
  holds: false,
  properties: { type: '', size: 23, color: '' },
  mount: ({ element, text, number }) => {
    const draw = (): void => {
      const drawing = drawIcon(text('type'), number('size'), text('color'));
      element.replaceChildren(...(drawing ? [drawing] : []));
    };
    return { type: draw, size: draw, color: draw };
  },
};
