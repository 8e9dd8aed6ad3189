import { Button, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Columns, DATA, EmptyState, ErrorState, Fetched, isOpen, JobProgress, Loading, newest, Page, Panel, Quiet, Stack, taskPath, useProjects, useRecentJobs, useSession } from "@/shared";
import { type Project, useItemCount, useItems, useTasksOf } from "./api";
import styles from "./home.module.css";

const MOST_PROJECTS = 30;

/** Where somebody goes on: own tasks, projects, jobs that run. An empty workspace says how to fill it. */
export default function Home() {
  const { member } = useSession();
  const count = useItemCount();
  const projects = useProjects();
  return (
    <Page title="Home">
      <Fetched query={count} what="your work">
        {(items) =>
          items === 0 && projects.data?.length === 0 ? (
            <Empty />
          ) : (
            <Stack>
              <Quiet>
                {member.name}, you see {items.toLocaleString("en")} items. <Link to={DATA}>Explore them</Link>
              </Quiet>
              <Fetched query={projects} what="projects">
                {(found) => (
                  <Columns>
                    <MyTasks member={member.id} projects={found} />
                    <Projects projects={found} />
                    <Jobs />
                  </Columns>
                )}
              </Fetched>
            </Stack>
          )
        }
      </Fetched>
    </Page>
  );
}

function Empty() {
  const { signsIn } = useSession();
  return (
    <EmptyState
      title="Nothing here yet"
      action={
        <Button component={Link} to={DATA}>
          Upload pictures
        </Button>
      }
    >
      {signsIn === "local" ? (
        <>
          Bring your own pictures, or see the whole loop on drawn scenes first: run <code>everloop demo</code> on the machine of the server. It registers, labels, reviews, exports and evaluates, and everything it makes can be looked at here.
        </>
      ) : (
        <>
          Bring your own pictures: upload them, or register the bucket that they are in with <code>everloop source add</code>.
        </>
      )}
    </EmptyState>
  );
}

function MyTasks({ member, projects }: { member: string; projects: readonly Project[] }) {
  const open = projects.filter((one) => !one.archived);
  const { tasks, isPending, error } = useTasksOf(member, newest(open, MOST_PROJECTS));
  const { data: items } = useItems(tasks.map((one) => one.task.item));
  return (
    <Panel title="My tasks">
      {error && <ErrorState error={error} />}
      {isPending ? (
        <Loading what="your tasks" />
      ) : tasks.length === 0 ? (
        <Quiet>You hold no task. Choose “Start” in a project to take the next one.</Quiet>
      ) : (
        <Table>
          <Table.Tbody>
            {tasks.map(({ project, task }) => {
              const item = items?.get(task.item);
              return (
                <Table.Tr key={`${project.id}${task.id}`}>
                  <Table.Td>
                    <Link to={taskPath(project.id, task.id)} className={styles.line}>
                      {item?.thumbnail && <img src={item.thumbnail} alt="" className={styles.thumb} loading="lazy" />}
                      {item?.name ?? task.item}
                    </Link>
                  </Table.Td>
                  <Table.Td>{project.title}</Table.Td>
                  <Table.Td>{project.graph?.stages.find((one) => one.id === task.stage)?.title ?? task.stage}</Table.Td>
                  <Table.Td>{task.status}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      )}
      {open.length > MOST_PROJECTS && <Quiet>Looked for in the {MOST_PROJECTS} newest projects.</Quiet>}
    </Panel>
  );
}

function Projects({ projects }: { projects: readonly Project[] }) {
  const shown = projects.filter((one) => !one.archived);
  return (
    <Panel title="Projects" actions={<Link to="/projects/new">New project</Link>}>
      {shown.length === 0 ? (
        <Quiet>No project yet. Choose items, keep them as a collection and make a project of it.</Quiet>
      ) : (
        <ul className={styles.list}>
          {shown.map((one) => (
            <li key={one.id}>
              <Link to={`/projects/${one.id}`}>{one.title}</Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Jobs() {
  const query = useRecentJobs();
  return (
    <Panel title="Jobs" actions={<Link to="/jobs">All jobs</Link>}>
      <Fetched query={query} what="jobs">
        {(page) => {
          const shown = page.items.filter((one) => isOpen(one) || one.state === "failed").slice(0, 8);
          return shown.length === 0 ? <Quiet>Nothing runs, and nothing failed lately.</Quiet> : <Stack>{shown.map((one) => <JobProgress key={one.id} job={one} />)}</Stack>;
        }}
      </Fetched>
    </Panel>
  );
}
