import { Notice } from "./notice";

/** An error of the whole form. */
export function FormError({ message }: { message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <div role="alert">
      <Notice tone="danger">{message}</Notice>
    </div>
  );
}
