/** A dialog that navigates, for the tests of navigation. */
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { navigate } from "./history-steps";

declare global {
  interface Window {
    /** The page that a navigation has asked for is here. */
    arrive: () => void;
  }
}

let asked: (() => void) | null = null;
/** As Next's: the URL changes once the page is here, and a step in the history meanwhile cancels the navigation. */
const ROUTER = {
  push: (href: string) => (asked = () => history.pushState(null, "", href)),
  replace: (href: string) => (asked = () => history.replaceState(null, "", href)),
};
addEventListener("popstate", () => (asked = null));
window.arrive = () => asked?.();

function Leaving({ onClose }: { onClose: () => void }) {
  const go = () => {
    onClose();
    navigate(ROUTER, "/elsewhere");
  };
  return (
    <Dialog title="Leaving" onClose={onClose}>
      <Button onClick={go}>Go</Button>
      <Button
        onClick={() => {
          const back = history.back.bind(history);
          history.back = () => {
            back();
            navigate(ROUTER, "/elsewhere");
          };
          onClose();
        }}
      >
        Go while it steps back
      </Button>
    </Dialog>
  );
}

function Fixture() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open it</Button>
      {isOpen && <Leaving onClose={() => setOpen(false)} />}
    </>
  );
}

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<Fixture />);
