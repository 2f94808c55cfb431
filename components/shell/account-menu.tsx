"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleUserRound, LogOut, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { meQuery } from "@/lib/client/me";
import { leave } from "./leave";

export function AccountMenu() {
  const router = useRouter();
  const user = useQuery(meQuery).data?.user;
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
