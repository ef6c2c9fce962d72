import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface Tab<Name extends string> {
  name: Name;
  title: ComponentChildren;
}

interface Props<Name extends string> {
  /** What the tabs are for, for screen readers. */
  label: string;
  tabs: Tab<Name>[];
  selected: Name;
  onSelect: (name: Name) => void;
  /** The panel of the selected tab; without one the tabs switch something elsewhere. */
  children?: ComponentChildren;
}

/** A row of tabs; the arrow keys walk along it, as the ARIA practices ask. */
export function Tabs<Name extends string>(props: Props<Name>) {
  const { label, tabs, selected, onSelect, children } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex(({ name }) => name === selected);
    const index = (at + step + tabs.length) % tabs.length;
    const next = tabs[index];
    if (next) onSelect(next.name);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            class={`tab tab-${name}`}
            aria-selected={name === selected}
            tabIndex={name === selected ? 0 : -1}
            {...(children !== undefined && { 'aria-controls': `${id}-panel` })}
            onClick={() => onSelect(name)}
          >
            {title}
          </button>
        ))}
      </div>
      {children !== undefined && (
        <div
          class="tab-panel"
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-${selected}`}
        >
          {children}
        </div>
      )}
    </>
  );
}
