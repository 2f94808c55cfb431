import { Notice } from "./notice";

/** What is wrong with a form as a whole. */
export function FormError({ message }: { message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <div role="alert">
      <Notice tone="danger">{message}</Notice>
    </div>
  );
}
