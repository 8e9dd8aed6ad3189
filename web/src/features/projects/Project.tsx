import { Badge, Button, Tabs } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { asOneOf, asText, FetchedPage, notify, notifyError, Page, taskPath, useView } from "@/shared";
import { type Project as Found, leads, useClaimNext, useMyRoles, useProject, useProjectChanged } from "./api";
import { Exports } from "./parts/Exports";
import { Imports } from "./parts/Imports";
import { Issues } from "./parts/Issues";
import { Overview } from "./parts/Overview";
import { People } from "./parts/People";
import { PreLabels } from "./parts/PreLabels";
import { ProjectSettings } from "./parts/ProjectSettings";
import { Queue } from "./parts/Queue";
import { Versions } from "./parts/Versions";

const TABS = ["overview", "queue", "people", "issues", "labels", "exports", "imports", "settings"] as const;

/** In the address: the dialog that offers pre-labels is open, and no set is chosen yet. */
const ANY = "any";

/** One project; what is shown of it is in the address. */
export default function Project() {
  const { project } = useParams({ strict: false }) as { project: string };
  const query = useProject(project);
  return (
    <FetchedPage query={query} what="the project" title="Project" list={{ to: "/projects", title: "To the projects" }}>
      {(found) => <Shown found={found} />}
    </FetchedPage>
  );
}

function Shown({ found }: { found: Found }) {
  const [view, change] = useView((raw) => ({ tab: asOneOf(raw.tab, TABS) ?? "overview", offer: asText(raw.offer) }));
  const roles = useMyRoles(found.id);
  const isLead = leads(roles);
  return (
    <Page title={found.title} aside={found.archived ? <Badge color="gray">archived</Badge> : undefined} actions={
        <>
          {isLead && !found.archived && (
            <Button variant="default" onClick={() => change({ offer: ANY }, { replace: true })}>
              Offer pre-labels
            </Button>
          )}
          <Start found={found} roles={roles} />
        </>
      } padded={false}>
      <Tabs value={view.tab} onChange={(tab) => change({ tab: asOneOf(tab, TABS) })} keepMounted={false}>
        <Tabs.List px="md">
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="queue">Queue</Tabs.Tab>
          <Tabs.Tab value="people">People</Tabs.Tab>
          <Tabs.Tab value="issues">Issues</Tabs.Tab>
          <Tabs.Tab value="labels">Label versions</Tabs.Tab>
          <Tabs.Tab value="exports">Exports</Tabs.Tab>
          {isLead && <Tabs.Tab value="imports">Imports</Tabs.Tab>}
          {isLead && <Tabs.Tab value="settings">Settings</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="overview" p="md">
          <Overview found={found} />
        </Tabs.Panel>
        <Tabs.Panel value="queue" p="md">
          <Queue found={found} isLead={isLead} />
        </Tabs.Panel>
        <Tabs.Panel value="people" p="md">
          <People project={found.id} mayChange={roles.has("admin")} />
        </Tabs.Panel>
        <Tabs.Panel value="issues" p="md">
          <Issues project={found.id} />
        </Tabs.Panel>
        <Tabs.Panel value="labels" p="md">
          <Versions project={found.id} isLead={isLead} />
        </Tabs.Panel>
        <Tabs.Panel value="exports" p="md">
          <Exports found={found} isLead={isLead} />
        </Tabs.Panel>
        {isLead && (
          <Tabs.Panel value="imports" p="md">
            <Imports project={found.id} />
          </Tabs.Panel>
        )}
        {isLead && (
          <Tabs.Panel value="settings" p="md">
            <ProjectSettings found={found} />
          </Tabs.Panel>
        )}
      </Tabs>
      {isLead && <PreLabels found={found} opened={view.offer !== undefined} given={view.offer === ANY ? undefined : view.offer} onClose={() => change({ offer: undefined }, { replace: true })} />}
    </Page>
  );
}

/** Take the next task of each stage in which the person works. */
function Start({ found, roles }: { found: Found; roles: ReturnType<typeof useMyRoles> }) {
  const claim = useClaimNext(found.id);
  const changed = useProjectChanged();
  const navigate = useNavigate();
  const works = { annotate: roles.has("annotator") || leads(roles), review: roles.has("reviewer") || leads(roles) };
  const stages = (found.graph?.stages ?? []).filter((one) => (one.kind === "annotate" && works.annotate) || (one.kind === "review" && works.review));
  const start = (stage: string, title: string) =>
    claim.mutate(stage, {
      onSuccess: (task) => {
        void changed();
        if (task) void navigate({ to: taskPath(found.id, task.id) });
        else notify(`Nothing is waiting in “${title}” for you.`);
      },
      onError: notifyError,
    });
  if (found.archived) return null;
  return stages.map((one, index) => (
    <Button key={one.id} variant={index === 0 ? "filled" : "default"} loading={claim.isPending && claim.variables === one.id} onClick={() => start(one.id, one.title)}>
      Start: {one.title.toLowerCase()}
    </Button>
  ));
}
