import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { everyPage } from "@/api/pages";
import { groupsQuery } from "@/shared";

export type Member = Schemas["Member"];
export type Group = Schemas["Group"];

/** Something of a kind was changed: what shows it is asked again, also where its first answer, asked before, is still to come. */
function useChanging<V, T>(change: (value: V) => Promise<T>, ...keys: string[]) {
  const client = useQueryClient();
  const again = async (key: string) => {
    await client.cancelQueries({ queryKey: [key] });
    await client.invalidateQueries({ queryKey: [key] });
  };
  return useMutation({ mutationFn: change, onSuccess: () => Promise.all(keys.map(again)) });
}

export const useAddMember = () => useChanging((body: Schemas["NewMember"]) => data(api.POST("/api/v1/members", { body })), "members");

export const useChangeMember = () =>
  useChanging(({ id, ...body }: Schemas["MemberChange"] & { id: string }) => data(api.PATCH("/api/v1/members/{member_id}", { params: { path: { member_id: id } }, body })), "members");

export const useSignInLink = () => useMutation({ mutationFn: (id: string) => data(api.POST("/api/v1/members/{member_id}/sign-in-links", { params: { path: { member_id: id } } })) });

export function useGroups() {
  return useQuery(groupsQuery);
}

export const useAddGroup = () => useChanging((name: string) => data(api.POST("/api/v1/groups", { body: { name } })), "groups");

/** Take everybody out, then delete the group: the server keeps one that somebody is in. */
export const useDeleteGroup = () =>
  useChanging(
    async ({ id, members }: { id: string; members: readonly string[] }) => {
      for (const member_id of members) await data(api.DELETE("/api/v1/groups/{group_id}/members/{member_id}", { params: { path: { group_id: id, member_id } } }));
      return data(api.DELETE("/api/v1/groups/{group_id}", { params: { path: { group_id: id } } }));
    },
    "groups",
    "members",
  );

export const useJoin = () =>
  useChanging(({ group, member, isIn }: { group: string; member: string; isIn: boolean }) => {
    const params = { path: { group_id: group, member_id: member } };
    return isIn ? data(api.PUT("/api/v1/groups/{group_id}/members/{member_id}", { params })) : data(api.DELETE("/api/v1/groups/{group_id}/members/{member_id}", { params }));
  }, "members");

export function useTokens() {
  return useQuery({ queryKey: ["tokens"], queryFn: ({ signal }) => data(api.GET("/api/v1/tokens", { signal })) });
}

export const useAddToken = () => useChanging((body: Schemas["NewToken"]) => data(api.POST("/api/v1/tokens", { body })), "tokens");
export const useRevokeToken = () => useChanging((token_id: string) => data(api.DELETE("/api/v1/tokens/{token_id}", { params: { path: { token_id } } })), "tokens");
export const useSetPassword = () => useMutation({ mutationFn: (body: Schemas["NewPassword"]) => data(api.PUT("/api/v1/session/password", { body })) });

export function useMetadata() {
  return useQuery({ queryKey: ["metadata"], queryFn: ({ signal }) => data(api.GET("/api/v1/metadata", { signal })) });
}

export const usePutKey = () =>
  useChanging(({ key, ...body }: Schemas["NewKey"] & { key: string }) => data(api.PUT("/api/v1/metadata/keys/{key}", { params: { path: { key } }, body })), "metadata", "fields");
export const useDeleteKey = () => useChanging((key: string) => data(api.DELETE("/api/v1/metadata/keys/{key}", { params: { path: { key } } })), "metadata", "fields");

export function useFolders() {
  return useQuery({
    queryKey: ["folders"],
    queryFn: ({ signal }) => everyPage<Schemas["SeenFolder"]>((cursor) => data(api.GET("/api/v1/folders", { params: { query: { cursor } }, signal }))),
  });
}

export function useGrants(folder: string | undefined) {
  return useQuery({ queryKey: ["grants", folder], enabled: !!folder, queryFn: ({ signal }) => data(api.GET("/api/v1/folders/{folder_id}/grants", { params: { path: { folder_id: folder ?? "" } }, signal })) });
}

export const useSetGrant = () =>
  useChanging(({ folder, subject, role }: { folder: string; subject: string; role: Schemas["FolderRole"] | null }): Promise<unknown> => {
    const params = { path: { folder_id: folder, subject } };
    return role === null ? data(api.DELETE("/api/v1/folders/{folder_id}/grants/{subject}", { params })) : data(api.PUT("/api/v1/folders/{folder_id}/grants/{subject}", { params, body: { role } }));
  }, "grants");
