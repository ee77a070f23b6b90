/** One field of a form: label, hint, control, error under it. */
import { useId, type ReactNode } from 'react';

type Control = { readonly id: string; readonly 'aria-invalid': boolean; readonly 'aria-describedby'?: string };
type Props = { readonly label: string; readonly hint?: string; readonly error?: string | null; readonly children: (control: Control) => ReactNode };

export function Field({ label, hint, error = null, children }: Props): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <span className="field-label">{label}</span>
        {hint === undefined ? null : <span className="field-hint">{hint}</span>}
      </label>
      {children({ id, 'aria-invalid': error !== null, ...(error === null ? {} : { 'aria-describedby': `${id}-error` }) })}
      {error === null ? null : (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
