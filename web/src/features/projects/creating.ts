import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api, data, type Schemas } from "@/api/client";
import { everyPage } from "@/api/pages";
import { collectionsQuery, ontologiesQuery, useJobStarted } from "@/shared";
import { KEY, type Project, type Role } from "./api";

export function useChoices() {
  return {
    collections: useQuery(collectionsQuery),
    datasets: useQuery({
      queryKey: ["datasets"],
      queryFn: ({ signal }) => everyPage<Schemas["Dataset"]>((cursor) => data(api.GET("/api/v1/datasets", { params: { query: { cursor, limit: 200 } }, signal }))),
    }),
    ontologies: useQuery(ontologiesQuery),
  };
}

export interface Wish {
  title: string;
  /** `collection:<id>` or `dataset:<id>`. */
  items: string;
  ontology: string;
  people: { subject: string; roles: Role[] }[];
}

interface Made {
  row: Project;
  ontology: string;
  title: string;
  /** Who has roles in it by now. */
  people: Set<string>;
}

/**
 * A dataset of the collection, the project, its people, its items: in that order. What an attempt made is kept, so that trying
 * again after a failure goes on where it stopped, with the title and the people that are wished by now. A project keeps its
 * ontology: for another one another project is made.
 */
export function useCreateProject(collections: readonly Schemas["Collection"][]) {
  const client = useQueryClient();
  const started = useJobStarted();
  const made = useRef<{ dataset?: { of: string; id: string }; project?: Made }>({});
  return useMutation({
    mutationFn: async (wish: Wish): Promise<Project> => {
      const [kind, id = ""] = wish.items.split(":");
      if (made.current.dataset?.of !== wish.items) made.current.dataset = { of: wish.items, id: kind === "dataset" ? id : await newDataset(wish.title, collections.find((one) => one.id === id)) };
      const { title, ontology } = wish;
      const there = made.current.project;
      if (there?.ontology !== ontology) made.current.project = { row: await data(api.POST("/api/v1/projects", { body: { title, ontology } })), ontology, title, people: new Set() };
      else if (there.title !== title) made.current.project = { ...there, row: await data(api.PATCH("/api/v1/projects/{project_id}", { params: { path: { project_id: there.row.id } }, body: { title } })), title };
      const { row: project, people } = made.current.project!;
      for (const subject of people) {
        if (wish.people.some((one) => one.subject === subject)) continue;
        await data(api.DELETE("/api/v1/projects/{project_id}/members/{subject}", { params: { path: { project_id: project.id, subject } } }));
        people.delete(subject);
      }
      for (const { subject, roles } of wish.people) {
        await data(api.PUT("/api/v1/projects/{project_id}/members/{subject}", { params: { path: { project_id: project.id, subject } }, body: { roles } }));
        people.add(subject);
      }
      await data(api.PUT("/api/v1/projects/{project_id}/datasets", { params: { path: { project_id: project.id } }, body: { datasets: [{ dataset: made.current.dataset.id }] } }));
      return project;
    },
    onSuccess: () => {
      started();
      return client.invalidateQueries({ queryKey: [KEY] });
    },
  });
}

async function newDataset(title: string, collection: Schemas["Collection"] | undefined): Promise<string> {
  if (!collection) throw new Error("Choose the collection or dataset whose items are to be worked on.");
  const pins = [{ collection: collection.id, version: collection.version ?? 1 }];
  return (await data(api.POST("/api/v1/datasets", { body: { title, pins } }))).id;
}
