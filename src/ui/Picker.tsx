import { useId } from 'react';
import { Combobox, InlineField } from '@grafana/ui';

interface Props {
  label: string;
  value: string;
  options: Array<{ value: string; label: string }>;
  onChange: (value: string) => void;
  disabled?: boolean;
  tooltip?: string;
}

/** A labelled choice of one. */
export function Picker({ label, value, options, onChange, disabled, tooltip }: Props) {
  const id = useId();
  return (
    <InlineField label={label} htmlFor={id} disabled={disabled} tooltip={tooltip} shrink style={{ margin: 0 }}>
      <Combobox
        id={id}
        value={value}
        options={options}
        onChange={(chosen) => onChange(chosen.value)}
        width={20}
        disabled={disabled}
      />
    </InlineField>
  );
}
