import { useEffect, useState } from 'react';
import { Button, Field, Input, Modal } from '@grafana/ui';
import { setAsk } from './accessKey.ts';

/** Asks for the collector's API key when it answers that it wants one. */
export function KeyPrompt() {
  const [answer, setAnswer] = useState<(key: string | undefined) => void>();
  const [key, setKey] = useState('');

  useEffect(() => {
    setAsk(() => new Promise((resolve) => setAnswer(() => resolve)));
    return () => setAsk(() => Promise.resolve(undefined));
  }, []);

  const close = (given: string | undefined) => {
    answer?.(given);
    setAnswer(undefined);
    setKey('');
  };
  return (
    <Modal title="API key" isOpen={answer !== undefined} onDismiss={() => close(undefined)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close(key.trim() === '' ? undefined : key.trim());
        }}
      >
        <Field label="This collector asks for an API key" description="Kept in this browser tab only">
          <Input
            id="access-key"
            type="password"
            autoComplete="off"
            autoFocus
            value={key}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
          />
        </Field>
        <Modal.ButtonRow>
          <Button type="button" variant="secondary" fill="outline" onClick={() => close(undefined)}>
            Cancel
          </Button>
          <Button type="submit">Use the key</Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
