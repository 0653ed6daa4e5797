import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';

/** The name of a control for screen readers, where what is seen around it says enough. */
export function HiddenLabel({ htmlFor, text }: { htmlFor: string; text: string }) {
  const className = useStyles2(getStyles);
  return (
    <label htmlFor={htmlFor} className={className}>
      {text}
    </label>
  );
}

const getStyles = () =>
  css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' });
