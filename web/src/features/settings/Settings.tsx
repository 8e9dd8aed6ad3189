import { Tabs } from "@mantine/core";
import { asOneOf, Page, useSession, useView } from "@/shared";
import { Account } from "./parts/Account";
import { Folders } from "./parts/Folders";
import { Groups } from "./parts/Groups";
import { Members } from "./parts/Members";
import { Metadata } from "./parts/Metadata";

const TABS = ["account", "members", "groups", "folders", "metadata"] as const;

/** One's own account; and for admins who may what, and which metadata items have. */
export default function Settings() {
  const [view, change] = useView((raw) => ({ tab: asOneOf(raw.tab, TABS) ?? "account" }));
  const isAdmin = useSession().member.role === "admin";
  return (
    <Page title="Settings" padded={false}>
      <Tabs value={view.tab} onChange={(tab) => change({ tab: asOneOf(tab, TABS) })} keepMounted={false}>
        <Tabs.List px="md">
          <Tabs.Tab value="account">My account</Tabs.Tab>
          <Tabs.Tab value="members">Members</Tabs.Tab>
          <Tabs.Tab value="groups">Groups</Tabs.Tab>
          <Tabs.Tab value="folders">Folders</Tabs.Tab>
          <Tabs.Tab value="metadata">Metadata</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="account" p="md">
          <Account />
        </Tabs.Panel>
        <Tabs.Panel value="members" p="md">
          <Members isAdmin={isAdmin} />
        </Tabs.Panel>
        <Tabs.Panel value="groups" p="md">
          <Groups isAdmin={isAdmin} />
        </Tabs.Panel>
        <Tabs.Panel value="folders" p="md">
          <Folders />
        </Tabs.Panel>
        <Tabs.Panel value="metadata" p="md">
          <Metadata isAdmin={isAdmin} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
