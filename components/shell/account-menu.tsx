"use client";
import { CircleUserRound, LogOut, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { errorMessage } from "@/lib/client/fetcher";
import { useMe } from "@/lib/client/me";

async function leave(): Promise<void> {
  try {
    await (await import("@/lib/client/sign-in")).signOut();
  } catch (error) {
    toast(errorMessage(error), "danger");
    return;
  }
  // A whole new page: nothing that this person saw stays in memory.
  location.assign("/login");
}

export function AccountMenu() {
  const router = useRouter();
  const user = useMe().data?.user;
  return (
    <Menu
      items={[
        {
          label: "Your profile",
          description: user?.email,
          icon: <Settings aria-hidden />,
          onSelect: () => router.push("/settings"),
        },
        { label: "Sign out", separated: true, icon: <LogOut aria-hidden />, onSelect: () => void leave() },
      ]}
      trigger={(props) => (
        <IconButton {...props} label="Account" className="-mr-2">
          <CircleUserRound aria-hidden />
        </IconButton>
      )}
    />
  );
}
