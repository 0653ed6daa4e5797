import type { LinkModel } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DataLinksContextMenu } from '@grafana/ui';
import { shorten, verbatim } from '../text.ts';

interface Props {
  name: string;
  links: LinkModel[];
  /** Tab order of what is inside the row: only the active row's controls can be tabbed to. */
  tabIndex: 0 | -1;
  className: string;
  linkClassName: string;
}

/** The row's name, isolated from its surroundings because its writing direction is not ours to choose. */
export function RowName({ name, links, tabIndex, className, linkClassName }: Props) {
  const text = name === '' ? t('ranking.name.empty', '(no name)') : shorten(name, 120);
  const label = (
    <bdi className={className} title={shorten(name, 400)}>
      {text}
    </bdi>
  );
  const only = links[0];
  if (!only) {
    return label;
  }
  if (links.length === 1) {
    return (
      <a
        href={only.href}
        target={only.target}
        rel="noreferrer"
        onClick={only.onClick}
        tabIndex={tabIndex}
        className={linkClassName}
      >
        {label}
      </a>
    );
  }
  return (
    <DataLinksContextMenu links={() => links}>
      {({ openMenu }) => (
        <button
          type="button"
          onClick={openMenu}
          tabIndex={tabIndex}
          className={linkClassName}
          aria-haspopup="menu"
          aria-label={t('ranking.name.links', 'Links of {{name}}', verbatim({ name: text }))}
        >
          {label}
        </button>
      )}
    </DataLinksContextMenu>
  );
}
