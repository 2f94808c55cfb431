"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleUserRound, LogOut, Settings } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { useNavigate } from "@/components/ui/use-navigate";
import { meQuery } from "@/lib/client/me";
import { leave } from "./leave";

export function AccountMenu() {
  const navigate = useNavigate();
  const user = useQuery(meQuery).data?.user;
  return (
    <Menu
      items={[
        {
          label: "Your profile",
          description: user?.email,
          icon: <Settings aria-hidden />,
          onSelect: () => navigate("/settings"),
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
