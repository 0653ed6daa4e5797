import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';

export interface RovingRowProps {
  tabIndex: 0 | -1;
  ref: (element: HTMLElement | null) => void;
  onFocus: (event: FocusEvent) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** One tab stop for a list of rows; arrow keys, Home and End move inside it, Enter follows the row's first link. */
export function useRovingFocus(count: number) {
  const [wanted, setWanted] = useState(0);
  const elements = useRef<Array<HTMLElement | null>>([]);
  const active = Math.min(wanted, Math.max(0, count - 1));

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) {
      event.currentTarget.querySelector<HTMLElement>('a[href], button')?.click();
      return;
    }
    const next = targetOf(event.key, index, count);
    if (next !== undefined) {
      event.preventDefault();
      setWanted(next);
      elements.current[next]?.focus();
    }
  };

  const rowProps = (index: number): RovingRowProps => ({
    tabIndex: index === active ? 0 : -1,
    ref: (element) => {
      elements.current[index] = element;
    },
    onFocus: () => setWanted(index),
    onKeyDown: (event) => onKeyDown(event, index),
  });
  return { active, rowProps };
}

function targetOf(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
