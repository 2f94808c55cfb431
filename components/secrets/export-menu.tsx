"use client";
import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { errorMessage } from "@/lib/client/fetcher";
import { exportSecrets } from "@/lib/client/secrets";

type ExportMenuProps = {
  environmentId: string;
  /** Without its extension. */
  fileName: string;
};

const EXTENSIONS = { dotenv: "env", json: "json" } as const;
type ExportFormat = keyof typeof EXTENSIONS;

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** All values of the environment, on the clipboard or as a file. Fetched for this, and not kept on the page. */
export function ExportMenu({ environmentId, fileName }: ExportMenuProps) {
  const copy = async (format: ExportFormat) => {
    const failure = await copyText(() => exportSecrets(environmentId, format));
    if (failure === null) toast("All values copied.");
    else toast(failure, "danger");
  };
  const download = async (format: ExportFormat) => {
    try {
      saveFile(`${fileName}.${EXTENSIONS[format]}`, await exportSecrets(environmentId, format));
    } catch (error) {
      toast(errorMessage(error), "danger");
    }
  };
  return (
    <Menu
      trigger={(props) => (
        <Button {...props}>
          Export <ChevronDown aria-hidden />
        </Button>
      )}
      items={[
        { label: "Copy as .env", onSelect: () => void copy("dotenv") },
        { label: "Copy as JSON", onSelect: () => void copy("json") },
        { label: "Download .env", onSelect: () => void download("dotenv"), separated: true },
        { label: "Download JSON", onSelect: () => void download("json") },
      ]}
    />
  );
}
