"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import type { MenuItem } from "@/components/ui/menu-item";
import { RowMenu } from "@/components/ui/row-menu";
import { Row, Rows } from "@/components/ui/rows";
import { toast } from "@/components/ui/toast";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { App, Environment } from "@/lib/api/apps";
import type { EnvironmentCounts } from "@/lib/api/overview";
import { updateApp } from "@/lib/client/apps";
import { errorMessage } from "@/lib/client/fetcher";
import { environmentCountsQuery } from "@/lib/client/overview";

function rotatingIn(
  counts: readonly EnvironmentCounts[] | undefined,
  environmentId: string,
): string | undefined {
  if (counts === undefined) return undefined;
  const count = counts.find((row) => row.environmentId === environmentId)?.rotatingSecrets ?? 0;
  if (count === 0) return "No rotating secrets";
  return `${count} rotating ${count === 1 ? "secret" : "secrets"}`;
}

type EnvironmentListProps = {
  app: App;
  mayManage: boolean;
  onRename: (environment: Environment) => void;
  onDelete: (environment: Environment) => void;
};

/** The environments of an app, in their configured order. */
export function EnvironmentList({ app, mayManage, onRename, onDelete }: EnvironmentListProps) {
  const counts = useQuery(environmentCountsQuery).data;
  const reorder = useReportedMutation(updateApp(app.id), () => "Order saved.");
  const { environments } = app;
  const swap = (one: number, other: number) => {
    const ids = environments.map(({ id }) => id);
    [ids[one], ids[other]] = [ids[other] ?? "", ids[one] ?? ""];
    reorder.mutate({ environmentIds: ids }, { onError: (error) => toast(errorMessage(error), "danger") });
  };
  const itemsOf = (environment: Environment, index: number): MenuItem[] => [
    { label: "Rename", icon: <Pencil aria-hidden />, onSelect: () => onRename(environment) },
    {
      label: "Move up",
      icon: <ArrowUp aria-hidden />,
      disabled: index === 0 || reorder.isPending,
      onSelect: () => swap(index, index - 1),
    },
    {
      label: "Move down",
      icon: <ArrowDown aria-hidden />,
      disabled: index === environments.length - 1 || reorder.isPending,
      onSelect: () => swap(index, index + 1),
    },
    { label: "Delete", icon: <Trash2 aria-hidden />, danger: true, onSelect: () => onDelete(environment) },
  ];
  return (
    <Rows label="Environments">
      {environments.map((environment, index) => (
        <Row
          key={environment.id}
          title={
            <Link
              href={`/apps/${app.id}/environments/${environment.id}`}
              className="rounded-sm hover:underline"
            >
              {environment.name}
            </Link>
          }
          meta={rotatingIn(counts, environment.id)}
          actions={mayManage && <RowMenu name={environment.name} items={itemsOf(environment, index)} />}
        />
      ))}
    </Rows>
  );
}
