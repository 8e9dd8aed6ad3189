/* Made by `npm run api` of tests/http/openapi.json; do not edit. */
export interface paths {
    "/api/v1/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The collections you see, with the number of their items you see. A page may hold fewer than asked.
         */
        get: operations["listCollections"];
        put?: never;
        /**
         * Create
         * @description Make a collection from a selection, a filter or a set.
         */
        post: operations["createCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{collection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A collection; its items are those of the filter `{"set": members}`.
         */
        get: operations["getCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Rename, describe, archive.
         */
        patch: operations["changeCollection"];
        trace?: never;
    };
    "/api/v1/collections/{collection_id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Diff
         * @description What was added and removed from one version to another, as sets.
         */
        get: operations["diffCollection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{collection_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Make an older version's items the newest version again.
         */
        post: operations["restoreCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{collection_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History
         * @description The history, newest first.
         */
        get: operations["listCollectionVersions"];
        put?: never;
        /**
         * Commit
         * @description Make the next version; 409 where somebody was faster. Where nothing changes the newest version is answered.
         */
        post: operations["commitCollection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/collections/{collection_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Version
         * @description One version.
         */
        get: operations["getCollectionVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The datasets that you see, by id.
         */
        get: operations["listDatasets"];
        put?: never;
        /**
         * Create
         * @description Make a dataset of collection versions whose items you see.
         */
        post: operations["createDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A dataset at its newest version.
         */
        get: operations["getDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update
         * @description Change the title, the description, or whether it is archived: its creator, and managers of projects that work on it.
         */
        patch: operations["updateDataset"];
        trace?: never;
    };
    "/api/v1/datasets/{dataset_id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pin
         * @description Make a new version of other pins. Projects go on with theirs until they are moved to it.
         */
        post: operations["pinDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{dataset_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions
         * @description The history of a dataset, newest first.
         */
        get: operations["listDatasetVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recent
         * @description What consumers gave up on, newest first.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard
         * @description Forget letters.
         */
        post: operations["discardDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend
         * @description Send letters again, once their cause is mended.
         */
        post: operations["resendDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duplicates/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find
         * @description Group all near-duplicates anew. Done on request only: items that came since have no group yet.
         *
         *     A group keeps its name for as long as its oldest item is in it.
         */
        post: operations["findDuplicates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/embeddings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compute
         * @description Compute the vectors that ready items lack: a job.
         */
        post: operations["computeVectors"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create
         * @description Evaluate a prediction set against a label version; its ``job`` says how far it is.
         */
        post: operations["createEvaluation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description An evaluation with its statistics.
         */
        get: operations["getEvaluation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Classes
         * @description Every class at any operating point, over all items or those that pass a filter: all computed anew, exactly.
         */
        get: operations["getEvaluationClasses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Comparison
         * @description Two evaluations side by side, class by class, the greatest loss first.
         */
        get: operations["compareEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/comparison/objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changed Objects
         * @description The objects that one of two evaluations found and the other did not, each with what both predicted for it.
         */
        get: operations["listChangedObjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/confusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Confusion
         * @description The confusion matrix at any operating point, over all items or those that pass a filter.
         */
        get: operations["getConfusionMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/curve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Curve
         * @description The precision–recall curve of a class at any IoU threshold.
         */
        get: operations["getPrecisionRecallCurve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Failures
         * @description The items on which the model fails worst: false positives weighted by confidence, and missed objects.
         */
        get: operations["listFailures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/failures/collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Collect
         * @description Make a collection of the worst failures, to be sent back to work.
         */
        post: operations["collectFailures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/items/{item_id}/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pairs
         * @description Every prediction and object of an item that overlap (IoU ≥ 0.1).
         */
        get: operations["listPairs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Matches
         * @description What became of each object and prediction at the evaluation's operating point: tp, fp, fn, ignored.
         */
        get: operations["listMatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Outcomes
         * @description The objects and predictions behind a cell of the confusion matrix, or an outcome, at any operating point.
         */
        get: operations["listOutcomes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report
         * @description Everything at the evaluation's own operating point: per class, curves, confusion matrix.
         */
        get: operations["getEvaluationReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{evaluation_id}/slices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Slices
         * @description The evaluation in parts, by the values of any field: each exactly what an evaluation of these items would say.
         */
        get: operations["getEvaluationSlices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{job_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Files
         * @description The files of an export that is done, with addresses to read them by for an hour.
         */
        get: operations["getExportFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload
         * @description A place for a file of up to 1 GB: PUT its bytes to the address, then name it in an import.
         */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The folders you see, by id, each with your role; the tree follows from ``parent``. A page may hold fewer than asked.
         */
        get: operations["listFolders"];
        put?: never;
        /**
         * Create
         * @description Make a folder.
         */
        post: operations["createFolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lookup
         * @description The folder at a path of names from the root down, such as ``Demo/Street``.
         */
        get: operations["findFolder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders/{folder_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A folder with your role.
         */
        get: operations["getFolder"];
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Delete an empty folder.
         */
        delete: operations["deleteFolder"];
        options?: never;
        head?: never;
        /**
         * Change
         * @description Rename a folder, move it with all that is in it, or both.
         */
        patch: operations["changeFolder"];
        trace?: never;
    };
    "/api/v1/folders/{folder_id}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Grants
         * @description All grants that reach a folder, those given above it too; nearest first.
         */
        get: operations["listGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders/{folder_id}/grants/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Grant
         * @description Give ``user:<id>`` or ``group:<id>`` a role in a folder and all below it.
         */
        put: operations["setGrant"];
        post?: never;
        /**
         * Remove Grant
         * @description Take the role given in this very folder; one given above stays.
         */
        delete: operations["removeGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders/{folder_id}/path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Path
         * @description The folders from the topmost one you see down to this one.
         */
        get: operations["getFolderPath"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description Groups by id.
         */
        get: operations["listGroups"];
        put?: never;
        /**
         * Create
         * @description Make a group.
         */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A group.
         */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Delete a group that nobody is in.
         */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /**
         * Rename
         * @description Give a group another name.
         */
        patch: operations["renameGroup"];
        trace?: never;
    };
    "/api/v1/groups/{group_id}/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Join
         * @description Put a member into a group.
         */
        put: operations["joinGroup"];
        post?: never;
        /**
         * Leave
         * @description Take a member out of a group.
         */
        delete: operations["leaveGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Whether the API answers: no sign-in needed.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/index/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild
         * @description Index every item again from its rows; searches go on meanwhile.
         */
        post: operations["rebuildIndex"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete
         * @description Delete up to 1,000 items; each needs the role of admin in its folder. They can be restored.
         */
        post: operations["deleteItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move
         * @description Move up to 1,000 items into a folder; each needs the role of editor where it is.
         */
        post: operations["moveItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/originals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Originals
         * @description Addresses of items' own files, good for an hour.
         */
        post: operations["addressOriginals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Bring deleted items back, each into its folder, or, if that is gone, the nearest one above: `folder` says so.
         */
        post: operations["restoreItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry
         * @description Have failed or missing items read again; each needs the role of editor in its folder.
         */
        post: operations["retryItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/unreadable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Unreadable
         * @description The items you see whose file could not be read or is missing, each with its reason.
         */
        get: operations["listUnreadable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description An item; ``indexed_rev`` is the rev that searches see.
         */
        get: operations["getItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/{item_id}/predictions/{set_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Of Item
         * @description What a prediction set says of an item, surest first.
         */
        get: operations["getItemPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recent
         * @description Jobs, newest first.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A job with its progress; poll it with If-None-Match (304 while nothing changed).
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description Cancel a job; one that is over stays as it is.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Failed Lines
         * @description What failed in a job (lines of a list, rows of a file), each with its reason.
         */
        get: operations["listJobErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Arrived
         * @description How far the new and the changed items of a registration are.
         */
        get: operations["getArrivals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The maps, by id.
         */
        get: operations["listMaps"];
        put?: never;
        /**
         * Create
         * @description Fit a map of all vectors of a space; its `job` says how far it is.
         */
        post: operations["createMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A map.
         */
        get: operations["getMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/lasso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lasso
         * @description The items whose points lie in a polygon, as a set.
         */
        post: operations["lassoMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place
         * @description Put the items that came after the fit beside their neighbours. Done on request only.
         */
        post: operations["placeOnMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maps/{map_id}/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Points
         * @description The points in your scope, by seq, 250,000 at most in one answer.
         */
        post: operations["getMapPoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description Members by id, inactive ones too.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Add
         * @description Add a person or a program. A deployment invites people by their email to set a password and sign in.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A member.
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change a member; the last active admin stays one.
         */
        patch: operations["changeMember"];
        trace?: never;
    };
    "/api/v1/members/{member_id}/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Link
         * @description An address that signs a member in, once, within a day: give it to him. It is shown this once: asked again under the same
         *     idempotency key, `url` is empty.
         */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Schema
         * @description The workspace's metadata keys and their types.
         */
        get: operations["getMetadataSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metadata/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Where
         * @description Set the same values of all items that pass a filter: a job. Items whose folder you may not edit are in its report.
         */
        post: operations["setMetadataWhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metadata/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Key
         * @description Add a key, retitle it, add enum values, or bring a deleted one back. A key's type never changes.
         */
        put: operations["putMetadataKey"];
        post?: never;
        /**
         * Delete Key
         * @description Delete a key; its values are kept until it is put again.
         */
        delete: operations["deleteMetadataKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metadata/keys/{key}/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Values
         * @description Add values to an enum.
         */
        post: operations["addMetadataValues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metadata/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Values
         * @description Set values of up to 1,000 items. Wrong values are refused with a report row by row; the good ones are written.
         */
        post: operations["setMetadataValues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description All models.
         */
        get: operations["listModels"];
        put?: never;
        /**
         * Name
         * @description Say that there is a model; naming it again is the same model.
         */
        post: operations["nameModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A model.
         */
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/object-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Object Events
         * @description Tell of objects that were created, overwritten or removed, at most 1,000; their stores are asked. Counts.
         */
        post: operations["objectEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ontologies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The newest version of every ontology.
         */
        get: operations["listOntologies"];
        put?: never;
        /**
         * Create
         * @description Make an ontology.
         */
        post: operations["createOntology"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ontologies/{ontology_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description The newest version.
         */
        get: operations["getOntology"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ontologies/{ontology_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change
         * @description Add, rename, archive: the next version. Projects keep theirs until they are moved on.
         */
        post: operations["changeOntology"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ontologies/{ontology_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions
         * @description All versions, newest first.
         */
        get: operations["listOntologyVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ontologies/{ontology_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Version
         * @description One version; it never changes.
         */
        get: operations["getOntologyVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prediction-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prediction Sets
         * @description The prediction sets of your projects, of one model or all.
         */
        get: operations["listPredictionSets"];
        put?: never;
        /**
         * Predictions
         * @description Read COCO results from an uploaded file as a prediction set: a job, whose result names the set.
         */
        post: operations["importPredictions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prediction-sets/{set_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prediction Set
         * @description A prediction set.
         */
        get: operations["getPredictionSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The projects in which you have a role, by id.
         */
        get: operations["listProjects"];
        put?: never;
        /**
         * Create
         * @description Make a project; you are its admin. Give it datasets next.
         */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A project.
         */
        get: operations["getProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update
         * @description Change the title, the description, the priority of new tasks, the ontology's version (upwards), or archive it.
         */
        patch: operations["updateProject"];
        trace?: never;
    };
    "/api/v1/projects/{project_id}/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Datasets
         * @description Work on exactly these: the job opens tasks for the items that are new and archives those of the items that left.
         */
        put: operations["setProjectDatasets"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Of Project
         * @description A project's evaluations, newest first.
         */
        get: operations["listEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The project's exports, newest first: those among the newest thousand jobs.
         */
        get: operations["listExports"];
        put?: never;
        /**
         * Export
         * @description Write labels to a file: a job. What is exported is pinned as a label version, which the result names.
         */
        post: operations["exportLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Labels
         * @description Read labels from an uploaded file: a job. Rows that are wrong are in its report; good ones are kept.
         */
        post: operations["importLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/issues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description An item's issues, or the project's in a state, newest first.
         */
        get: operations["listIssues"];
        put?: never;
        /**
         * Create
         * @description Raise an issue on an item, a point or an object.
         */
        post: operations["createIssue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/issues/{issue_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description An issue with all that was said.
         */
        get: operations["getIssue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/issues/{issue_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment
         * @description Say something.
         */
        post: operations["commentIssue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/issues/{issue_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen
         * @description Somebody should look again.
         */
        post: operations["reopenIssue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/issues/{issue_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve
         * @description Nobody need look any more.
         */
        post: operations["resolveIssue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/issues/{issue_id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Tags
         * @description Give it exactly these tags.
         */
        put: operations["tagIssue"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/label-versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The versions, newest first.
         */
        get: operations["listLabelVersions"];
        put?: never;
        /**
         * Cut
         * @description Ask for the job that cuts a version; its result names it.
         */
        post: operations["cutLabelVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/label-versions/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live
         * @description The newest version of all labels; where labels were saved since, a job cuts the next one.
         */
        get: operations["getLiveLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/label-versions/{version_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A version; it never changes.
         */
        get: operations["getLabelVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/label-versions/{version_id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Diff
         * @description What differs from the version ``since`` to this one, by item, object and class.
         */
        get: operations["diffLabelVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/label-versions/{version_id}/items/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Labels Of
         * @description The labels of an item as the version has them.
         */
        get: operations["getLabelsOfVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/label-versions/{version_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Ask for the job that makes all labels what they were in the version, as new revisions.
         */
        post: operations["restoreLabelVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The project's label rows, without their annotations.
         */
        get: operations["listLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/labels/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description The labels of an item now, or at a revision. An annotator sees those of his own tasks.
         */
        get: operations["getLabels"];
        /**
         * Put
         * @description Save all annotations of an item, merged by object id with what others saved since ``base_rev``.
         */
        put: operations["putLabels"];
        /**
         * Save
         * @description Save operations. 409 where an object changed on both sides: `facts.row` is the newer row, `facts.conflicts` the ids.
         */
        post: operations["saveLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/labels/{item_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * History
         * @description The revisions of an item's labels, newest first.
         */
        get: operations["listLabelRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/labels/{item_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Make the labels what they were at a revision, as a new one.
         */
        post: operations["restoreLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Members
         * @description Everybody with a role in the project.
         */
        get: operations["listProjectMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/members/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Member
         * @description Give ``user:<id>`` or ``group:<id>`` exactly these roles.
         */
        put: operations["setProjectMember"];
        post?: never;
        /**
         * Remove Member
         * @description Take all roles of a member.
         */
        delete: operations["removeProjectMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/pre-label": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pre Label
         * @description Offer predictions as pre-labels on the items that are to be annotated.
         */
        post: operations["offerPreLabels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Progress
         * @description Where the project stands, over what you see of it.
         */
        get: operations["getProjectProgress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/send-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Back
         * @description Reopen the tasks of a set of items with a priority.
         */
        post: operations["sendItemsBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description The project's tasks by item, or one person's. Annotators see their own. A page may be short before the end.
         */
        get: operations["listTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bulk
         * @description Do one thing with the tasks of up to 1,000 items.
         */
        post: operations["changeTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim Next
         * @description Take a lease on the next task: one assigned to you, else one of the most urgent. Nobody else holds it until the lease
         *     expires. Repeated under one Idempotency-Key, it is the same task.
         */
        post: operations["claimNextTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A task; an item's id stands for its task too.
         */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve
         * @description Say that the labels are right.
         */
        post: operations["approveTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive
         * @description Take it out of the work.
         */
        post: operations["archiveTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign
         * @description Make it somebody's own; whoever else holds it loses it.
         */
        post: operations["assignTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Claim
         * @description Take a lease on this very task.
         */
        post: operations["claimTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move
         * @description Put it into another stage.
         */
        post: operations["moveTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/prioritise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prioritise
         * @description Change its place in the queue: 1 comes first.
         */
        post: operations["prioritiseTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject
         * @description Say what is wrong: the task returns to its annotator, and an issue is open.
         */
        post: operations["rejectTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release
         * @description Give it back; who leads the project may give back what another holds.
         */
        post: operations["releaseTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew
         * @description Keep the lease for another quarter of an hour.
         */
        post: operations["renewTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen
         * @description Send it to work again, in a new round.
         */
        post: operations["reopenTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Skip
         * @description Give it back to the end of the queue.
         */
        post: operations["skipTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit
         * @description Hand over the labels: they are ``labelled`` now (with no objects, a negative). A required answer that is missing is
         *     refused, with the ``problems`` in the facts.
         */
        post: operations["submitTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unassign
         * @description Put it back into the open queue.
         */
        post: operations["unassignTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/tasks/{task_id}/verdicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verdicts
         * @description All that reviews said of a task, by round.
         */
        get: operations["listVerdicts"];
        put?: never;
        /**
         * Judge
         * @description Say what one object is like; a rejection opens an issue on it, and the task cannot be approved in this round.
         */
        post: operations["judgeObject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register List
         * @description Register the files that a list names: JSON, JSON lines, CSV, or Encord's registration JSON. A job.
         */
        post: operations["registerList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations/address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Address
         * @description An address for a list that is too large for a request.
         */
        post: operations["addressList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search
         * @description A page of the items that pass a filter; items without a value of the sort field come last.
         */
        post: operations["search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Facets
         * @description How many items have each value of some fields; near-duplicate groups are those with two items or more.
         */
        post: operations["searchFacets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fields
         * @description Every field of items that a filter, sort, facet or histogram may name.
         */
        get: operations["listFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Histogram
         * @description How many items have a value in each range.
         */
        post: operations["searchHistogram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Items
         * @description Items by seq, in that order (any place of an order or a map); what is not in your scope is left out.
         */
        post: operations["searchItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order
         * @description The whole order as packed seqs, 500,000 at most in one answer.
         */
        post: operations["searchOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Similar
         * @description The items most like one (itself left out), or nearest to a vector.
         */
        post: operations["searchSimilar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stats
         * @description The least and greatest values of some fields.
         */
        post: operations["searchStats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Text
         * @description The items that look like what the words say; none where nothing does, with the reason.
         */
        post: operations["searchText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server
         * @description What the server has used so far.
         */
        get: operations["getServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who
         * @description Who you are here.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign In
         * @description Begin a session: a cookie for browsers, and the same token for programs.
         */
        post: operations["signIn"];
        /**
         * Sign Out
         * @description End the session; tokens of programs stay.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Link
         * @description What a sign-in link leads to: a session's cookie, then the product's first page.
         */
        get: operations["openSignInLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Password
         * @description Set your password.
         */
        put: operations["setPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create
         * @description Keep chosen items as a set; use it in a filter as `{"set": hash}`. The same items have the same hash.
         */
        post: operations["createSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sets/combine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Combine
         * @description Unite or intersect sets, or take the others away from the first.
         */
        post: operations["combineSets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sets/{set_hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description How many of a set's items you see.
         */
        get: operations["getSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description All sources; the first is the built-in one of uploads.
         */
        get: operations["listSources"];
        put?: never;
        /**
         * Create
         * @description Add a source. It may lie above existing ones, never below one.
         */
        post: operations["createSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{source_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get
         * @description A source.
         */
        get: operations["getSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Change a source; with another root its items keep their ids.
         */
        patch: operations["changeSource"];
        trace?: never;
    };
    "/api/v1/sources/{source_id}/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register Files
         * @description Register the source's files: a job.
         */
        post: operations["registerSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources/{source_id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sync
         * @description Compare the source with its items: new files are registered, changed ones read again, vanished ones missing. A job.
         */
        post: operations["syncSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listing
         * @description Your tokens and sessions, or as an admin another member's; at most a thousand, oldest first.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create
         * @description Make a token. It is shown this once: asked again under the same idempotency key it is the same token, with an empty
         *     `token`. Where the first answer was lost, revoke it and make another.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke
         * @description Make a token of yours useless, for ever (as an admin: anybody's).
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start
         * @description Addresses to PUT files to, good for an hour. Finish the uploads to have items; what nobody finishes becomes items by
         *     itself, some minutes after the addresses have expired.
         */
        post: operations["startUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish
         * @description Make items of uploaded files; may be repeated.
         */
        post: operations["finishUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/signed/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read
         * @description The file that a signed address is for; ranges are answered.
         */
        get: operations["readSigned"];
        /**
         * Write
         * @description Write the file that a signed address is for.
         */
        put: operations["writeSigned"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{workspace}/thumbnails/{shelf}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Thumbnail
         * @description A thumbnail by its content: the path says it all, so it may be kept for ever.
         */
        get: operations["readThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AcceptProposal
         * @description Make a pre-label a label.
         */
        AcceptProposal: {
            /** Object Id */
            object_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "accept";
        };
        /**
         * AddAttribute
         * @description Add an attribute to a class, or below an option of one of its radios.
         */
        AddAttribute: {
            add: components["schemas"]["NewAttribute"];
            /**
             * Below
             * @description Attribute id and option id.
             */
            below?: [
                string,
                string
            ] | null;
            /** Class Id */
            class_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "add-attribute";
        };
        /**
         * AddClass
         * @description Add a class.
         */
        AddClass: {
            add: components["schemas"]["NewClass"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "add-class";
        };
        /**
         * AddOption
         * @description Add an option to a radio or checklist.
         */
        AddOption: {
            add: components["schemas"]["NewOption"];
            /** Attribute Id */
            attribute_id: string;
            /** Class Id */
            class_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "add-option";
        };
        /**
         * Anchor
         * @description What an issue is about: the item's ``part`` (0 for an image), an object on it, or a point in pixels.
         */
        Anchor: {
            /** Object Id */
            object_id?: string | null;
            /**
             * Part
             * @default 0
             */
            part: number;
            /** X */
            x?: number | null;
            /** Y */
            y?: number | null;
        };
        /**
         * Annotation
         * @description One labelled object, or one classification of the item (no shapes).
         *
         *     Attributes:
         *         object_id: Never reused; kept when a row is copied or merged.
         *         class_id: A class of the project's ontology.
         *         shapes: By part ("0" for an image).
         *         proposed: A pre-label that nobody has accepted yet: shown, but no label (not exported, not evaluated).
         *         from_prediction: ``<prediction set>/<row>`` of the prediction it came from.
         *         area: In px², where it was imported (COCO's may differ from w·h); else it follows from the shapes.
         *         source_id: The annotation id it was imported with.
         *         coco_id: Its COCO annotation id in the project's ledger (decision 13), allotted at import or first export.
         */
        Annotation: {
            /** Answers */
            answers?: {
                [key: string]: string | number | string[];
            };
            /** Area */
            area?: number | null;
            /** Class Id */
            class_id: string;
            /** Coco Id */
            coco_id?: number | null;
            /**
             * Confidence
             * @default 1
             */
            confidence: number;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** From Prediction */
            from_prediction?: string | null;
            /**
             * Is Crowd
             * @default false
             */
            is_crowd: boolean;
            /** Object Id */
            object_id: string;
            /** @default human */
            origin: components["schemas"]["Origin"];
            /**
             * Proposed
             * @default false
             */
            proposed: boolean;
            /** Shapes */
            shapes?: {
                [key: string]: components["schemas"]["Shapes"];
            };
            /** Source Id */
            source_id?: number | string | null;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
            /**
             * Updated By
             * @default
             */
            updated_by: string;
        };
        /**
         * Arrivals
         * @description How far the new and the changed items of a registration are, as searches see them.
         *
         *     Attributes:
         *         items: How many the registration made or changed.
         *         states: Of those that are searchable: how many are registered, ready, failed, missing.
         *         embedded: How many have a vector.
         *         settled: All are searchable, read (or failed), and those that are ready have a vector.
         */
        Arrivals: {
            /**
             * Embedded
             * @default 0
             */
            embedded: number;
            /** Items */
            items: number;
            /**
             * Settled
             * @default false
             */
            settled: boolean;
            /** States */
            states?: {
                [key: string]: number;
            };
        };
        /**
         * Assigned
         * @description To whom.
         */
        Assigned: {
            /** To */
            to: string;
        };
        /**
         * Attached
         * @description A version of a dataset that a project works on; ``members`` is its set of items.
         */
        Attached: {
            /** Dataset */
            dataset: string;
            /** Members */
            members: string;
            /** Version */
            version: number;
        };
        /**
         * Attribute
         * @description A question about an object or an item. Ids are unique within the class.
         */
        Attribute: {
            /**
             * Archived
             * @default false
             */
            archived: boolean;
            /** Id */
            id: string;
            kind: components["schemas"]["AttributeKind"];
            /** Name */
            name: string;
            /**
             * Options
             * @default []
             */
            options: components["schemas"]["Option"][];
            /**
             * Required
             * @default false
             */
            required: boolean;
        };
        /**
         * AttributeKind
         * @description How an attribute is answered. Options of a RADIO may nest further attributes; a CHECKLIST is flat.
         * @enum {string}
         */
        AttributeKind: "radio" | "checklist" | "text" | "number";
        /**
         * ChangeAttribute
         * @description Rename, require or archive an attribute, wherever in its class it is.
         */
        ChangeAttribute: {
            /** Archived */
            archived?: boolean | null;
            /** Attribute Id */
            attribute_id: string;
            /** Class Id */
            class_id: string;
            /** Name */
            name?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "change-attribute";
            /** Required */
            required?: boolean | null;
        };
        /**
         * ChangeClass
         * @description Rename, recolour, archive a class; shapes are added to those it allows. What is None stays.
         */
        ChangeClass: {
            /** Archived */
            archived?: boolean | null;
            /** Class Id */
            class_id: string;
            /** Colour */
            colour?: string | null;
            /** Hotkey */
            hotkey?: string | null;
            /** Name */
            name?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "change-class";
            /** Shapes */
            shapes?: components["schemas"]["Shape"][] | null;
            /** Supercategory */
            supercategory?: string | null;
        };
        /**
         * ChangeOption
         * @description Rename or archive an option.
         */
        ChangeOption: {
            /** Archived */
            archived?: boolean | null;
            /** Attribute Id */
            attribute_id: string;
            /** Class Id */
            class_id: string;
            /** Name */
            name?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "change-option";
            /** Option Id */
            option_id: string;
        };
        /**
         * ChangedDataset
         * @description What to change; what is absent stays.
         */
        ChangedDataset: {
            /** Archived */
            archived?: boolean | null;
            /** Description */
            description?: string | null;
            /** Title */
            title?: string | null;
        };
        /**
         * ChangedObject
         * @description An object that one of two evaluations found and the other did not; ``box_xywh`` is the object's own, of the later one.
         */
        ChangedObject: {
            after: components["schemas"]["ObjectOutcome"];
            before: components["schemas"]["ObjectOutcome"];
            /** Box Xywh */
            box_xywh: [
                number,
                number,
                number,
                number
            ];
            /** Class Id */
            class_id: string;
            /** Class Name */
            class_name: string;
            /** Item Id */
            item_id: string;
            /** Object Id */
            object_id: string;
            /** Seq */
            seq: number;
        };
        /**
         * ChangedObjects
         * @description What two evaluations disagree on among the objects that both have, of the same class, each at its operating point.
         *
         *     Attributes:
         *         objects: How many both have.
         *         classes: Those with a change, most regressed first.
         *         items: A page of those asked for, by seq.
         */
        ChangedObjects: {
            /** Classes */
            classes: components["schemas"]["ClassChanges"][];
            /** Cursor */
            cursor?: string | null;
            /** Fixed */
            fixed: number;
            /** Items */
            items: components["schemas"]["ChangedObject"][];
            /** Objects */
            objects: number;
            /** Regressed */
            regressed: number;
        };
        /**
         * ChangedProject
         * @description What to change; what is absent stays.
         */
        ChangedProject: {
            /** Archived */
            archived?: boolean | null;
            /** Description */
            description?: string | null;
            /** Ontology Version */
            ontology_version?: number | null;
            /** Priority */
            priority?: number | null;
            /** Title */
            title?: string | null;
        };
        /**
         * Choice
         * @description Items, in one of four ways: by id (at most 1,000), by a filter, by a stored set, or by seq (a selection in a grid).
         */
        Choice: {
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Ids */
            ids?: string[] | null;
            /** Seqs */
            seqs?: number[] | null;
            /** Set */
            set?: string | null;
        };
        /**
         * ClassChange
         * @description Objects of a class by what became of them between two versions.
         */
        ClassChange: {
            /**
             * Added
             * @default 0
             */
            added: number;
            /**
             * Changed
             * @default 0
             */
            changed: number;
            /** Class Id */
            class_id: string;
            /** Name */
            name: string;
            /**
             * Removed
             * @default 0
             */
            removed: number;
        };
        /**
         * ClassChanges
         * @description How many objects of a class were found only after, or only before.
         */
        ClassChanges: {
            /** Class Id */
            class_id: string;
            /** Fixed */
            fixed: number;
            /** Name */
            name: string;
            /** Regressed */
            regressed: number;
        };
        /**
         * ClassComparison
         * @description What changed for one class: AP, AR_100, precision, recall and F1, each at its evaluation's operating point.
         */
        ClassComparison: {
            /** Class Id */
            class_id: string;
            /** Name */
            name: string;
            /** Numbers */
            numbers: {
                [key: string]: components["schemas"]["NumberChange"];
            };
        };
        /**
         * ClassReport
         * @description One class (or all together, micro-averaged, under the name "").
         *
         *     Attributes:
         *         truths: Objects that are no crowd.
         *         statistics: The 12 of this class alone; −1 without truth.
         *         precision, recall, f1: None where nothing is divided by nothing.
         */
        ClassReport: {
            /** Class Id */
            class_id: string;
            /** F1 */
            f1: number | null;
            /** Fn */
            fn: number;
            /** Fp */
            fp: number;
            /** Name */
            name: string;
            /** Precision */
            precision: number | null;
            /** Predictions */
            predictions: number;
            /** Recall */
            recall: number | null;
            /** Statistics */
            statistics?: {
                [key: string]: number;
            };
            /** Tp */
            tp: number;
            /** Truths */
            truths: number;
        };
        /**
         * ClassTable
         * @description Every class at an operating point, and all together.
         */
        ClassTable: {
            all_classes: components["schemas"]["ClassReport"];
            /** Classes */
            classes: components["schemas"]["ClassReport"][];
            /** Items */
            items: number;
            operating_point: components["schemas"]["OperatingPoint"];
            /** Statistics */
            statistics: {
                [key: string]: number;
            };
        };
        /**
         * Collected
         * @description Failures as a set and a collection.
         */
        Collected: {
            /** Collection */
            collection: string;
            /** Failures */
            failures: components["schemas"]["Failure"][];
            /** Items */
            items: string[];
            /** Members */
            members: string;
            /** Version */
            version: number;
        };
        /**
         * Collection
         * @description A collection; ``version`` is its newest, ``members`` and ``items`` are that version's.
         *
         *     Attributes:
         *         folder, project: Who sees the folder, or has a role in the project, sees the collection (and of its items those in
         *             his scope), as do its creator and the workspace's admins.
         *         filter: What its newest version was chosen by, if it was.
         */
        Collection: {
            /**
             * Archived
             * @default false
             */
            archived: boolean;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Description
             * @default
             */
            description: string;
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Folder */
            folder?: string | null;
            /** Id */
            id: string;
            /**
             * Items
             * @default 0
             */
            items: number;
            /**
             * Members
             * @default
             */
            members: string;
            /** Name */
            name: string;
            /** Project */
            project?: string | null;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
            /**
             * Version
             * @default 1
             */
            version: number;
        };
        /**
         * CollectionChange
         * @description What to change; what is left out stays.
         */
        CollectionChange: {
            /** Archived */
            archived?: boolean | null;
            /** Description */
            description?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * CollectionDiff
         * @description What differs from one version to another: sets of items, and how many each has.
         */
        CollectionDiff: {
            /** Added */
            added: string;
            /** Added Items */
            added_items: number;
            /** After */
            after: number;
            /** Before */
            before: number;
            /** Kept Items */
            kept_items: number;
            /** Removed */
            removed: string;
            /** Removed Items */
            removed_items: number;
        };
        /**
         * CollectionVersion
         * @description A commit: never changes.
         *
         *     Attributes:
         *         members: The hash of the set of its ``items`` items.
         *         revisions: Path of the column table that pins the revision of each member.
         *         filter: What the members were chosen by, if they were.
         *         added, removed: Against the parent.
         *         restores: The version whose members these are again.
         *         request: The request that made it, so that repeated it makes no other.
         */
        CollectionVersion: {
            /**
             * Added
             * @default 0
             */
            added: number;
            /** Collection */
            collection: string;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            /**
             * Items
             * @default 0
             */
            items: number;
            /** Members */
            members: string;
            /**
             * Message
             * @default
             */
            message: string;
            /** Number */
            number: number;
            /** Parent */
            parent?: number | null;
            /**
             * Removed
             * @default 0
             */
            removed: number;
            /**
             * Request
             * @default
             */
            request: string;
            /** Restores */
            restores?: number | null;
            /** Revisions */
            revisions?: string | null;
            /**
             * Schema
             * @default 1
             */
            schema: number;
        };
        /**
         * Combination
         * @description What to do with which sets, the first first.
         */
        Combination: {
            operation: components["schemas"]["Operation"];
            /** Sets */
            sets: string[];
        };
        /**
         * Comment
         * @description What somebody said.
         */
        Comment: {
            /** At */
            at: number;
            /** By */
            by: string;
            /** Text */
            text: string;
        };
        /**
         * Commit
         * @description The next version: the items, or the newest version with them or without them. ``parent``: the version you saw.
         */
        Commit: {
            items: components["schemas"]["Choice"];
            /** Message */
            message?: string;
            /**
             * Mode
             * @enum {string}
             */
            mode?: "replace" | "add" | "remove";
            /** Parent */
            parent?: number | null;
        };
        /**
         * Comparison
         * @description Two evaluations side by side; ``classes`` by falling loss of AP (what got worse first).
         */
        Comparison: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /** Classes */
            classes: components["schemas"]["ClassComparison"][];
            /** Statistics */
            statistics: {
                [key: string]: components["schemas"]["NumberChange"];
            };
        };
        /**
         * Confusion
         * @description Counts by true class (rows) and predicted class (columns), the last of both is background. ``classes`` names the rows.
         *     A report of over 1,000 classes has none (both are empty).
         */
        Confusion: {
            /** Classes */
            classes: string[];
            /** Matrix */
            matrix: number[][];
            operating_point: components["schemas"]["OperatingPoint"];
        };
        /**
         * Contents
         * @description Which label rows go into a version. Without ``set`` and ``stages``: all of the project. Items that left it (their task is
         *     archived) are out, unless ``stages`` are named.
         *
         *     Attributes:
         *         set: The hash of a set of items.
         *         stages: Only items whose task is in one of these stages.
         */
        Contents: {
            /**
             * Branch
             * @default main
             */
            branch: string;
            /** Set */
            set?: string | null;
            /** Stages */
            stages?: string[] | null;
        };
        /**
         * CurvePoints
         * @description A precision–recall curve. ``envelope`` is COCO's: the precision at 101 recalls, or empty at other IoU thresholds than
         *     its ten. The other lists are the raw points by falling confidence, thinned to a few hundred.
         */
        CurvePoints: {
            /** Ap */
            ap: number;
            /** Class Id */
            class_id: string;
            /** Confidence */
            confidence: number[];
            /** Envelope */
            envelope?: number[];
            /** F1 */
            f1: (number | null)[];
            /** Iou Threshold */
            iou_threshold: number;
            /** Precision */
            precision: number[];
            /** Recall */
            recall: (number | null)[];
        };
        /**
         * Dataset
         * @description A dataset; ``version`` is its newest, ``pins``, ``members`` and ``items`` are that version's.
         */
        Dataset: {
            /**
             * Archived
             * @default false
             */
            archived: boolean;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Description
             * @default
             */
            description: string;
            /** Id */
            id: string;
            /**
             * Items
             * @default 0
             */
            items: number;
            /**
             * Members
             * @default
             */
            members: string;
            /**
             * Pins
             * @default []
             */
            pins: components["schemas"]["Pin"][];
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Title */
            title: string;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
            /**
             * Version
             * @default 1
             */
            version: number;
        };
        /**
         * DatasetAt
         * @description A dataset at a version; without one, at its newest.
         */
        DatasetAt: {
            /** Dataset */
            dataset: string;
            /** Version */
            version?: number | null;
        };
        /**
         * DatasetVersion
         * @description What a dataset held at a version: never changes. ``members`` is the set of its ``items`` items.
         */
        DatasetVersion: {
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Dataset */
            dataset: string;
            /** Items */
            items: number;
            /** Members */
            members: string;
            /**
             * Message
             * @default
             */
            message: string;
            /** Number */
            number: number;
            /** Pins */
            pins: components["schemas"]["Pin"][];
            /**
             * Schema
             * @default 1
             */
            schema: number;
        };
        /**
         * Done
         * @description How many tasks changed, how many were so already, and which refused.
         */
        Done: {
            /** Moved */
            moved: number;
            /** Refused */
            refused: components["schemas"]["everloop__entry__http__routers__task_orders__Refused"][];
            /** Same */
            same: number;
        };
        /**
         * DuplicateMethod
         * @description PHASH: perceptual hashes that differ in at most 8 of 64 bits. LITE0: vectors with a cosine of 0.90 or more.
         * @enum {string}
         */
        DuplicateMethod: "phash" | "lite0";
        /**
         * DuplicateQuery
         * @description By which methods.
         */
        DuplicateQuery: {
            /** Methods */
            methods?: components["schemas"]["DuplicateMethod"][];
        };
        /**
         * EffectiveGrant
         * @description A grant that reaches a folder. ``via``: the folder at which it was given; ``name``: of the member or group.
         */
        EffectiveGrant: {
            /** Folder */
            folder: string;
            /**
             * Name
             * @default
             */
            name: string;
            role: components["schemas"]["FolderRole"];
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Subject */
            subject: string;
            /** Via */
            via: string;
        };
        /**
         * EvaluatedClass
         * @description A class that the truth or the predictions have; the position in the list is the class number of the columns.
         */
        EvaluatedClass: {
            /** Category Id */
            category_id: number;
            /** Class Id */
            class_id: string;
            /** Name */
            name: string;
        };
        /**
         * Evaluation
         * @description An evaluation, pinned to immutable inputs.
         *
         *     Attributes:
         *         filter: As it was asked for; ``within`` is the set of the items that passed it then.
         *         items: How many items it is over: those the model was run on that are labelled, and pass ``filter``.
         *         members: The set of them.
         *         statistics: The 12 of COCO (``metrics.detection.STATISTICS``); −1 where there is no truth to speak of.
         *         counts: items, truths, crowds, predictions, unmapped (of no class of the ontology), pairs, tp, fp, fn, ignored;
         *             unlabelled (run on, not labelled), not_run (labelled, not run on), other_revision (the picture changed between),
         *             seen_in_training; of a segm evaluation: boxes_as_masks (drawn as boxes only), size_unknown (left out).
         *         reason: Why there is no result, as a sentence, where it failed.
         *         warnings: Sentences.
         *         tables: Paths of the column tables: truths, detections, pairs, matches.
         *         report: Path of the ``EvaluationReport``.
         */
        Evaluation: {
            /**
             * Classes
             * @default []
             */
            classes: components["schemas"]["EvaluatedClass"][];
            /** Counts */
            counts?: {
                [key: string]: number;
            };
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Id */
            id: string;
            /** @default bbox */
            iou_kind: components["schemas"]["IouKind"];
            /**
             * Items
             * @default 0
             */
            items: number;
            /**
             * Job
             * @default
             */
            job: string;
            /** Label Version */
            label_version: string;
            /** Members */
            members?: string | null;
            /**
             * Model
             * @default
             */
            model: string;
            /** Name */
            name: string;
            operating_point?: components["schemas"]["OperatingPoint"] | null;
            /** Prediction Set */
            prediction_set: string;
            /** Project */
            project: string;
            /** Reason */
            reason?: string | null;
            /** Report */
            report?: string | null;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** @default requested */
            state: components["schemas"]["EvaluationState"];
            /** Statistics */
            statistics?: {
                [key: string]: number;
            };
            /** Tables */
            tables?: {
                [key: string]: string;
            };
            /**
             * Warnings
             * @default []
             */
            warnings: string[];
            /** Within */
            within?: string | null;
        };
        /**
         * EvaluationReport
         * @description The whole report at the evaluation's own operating point, in Objects.
         */
        EvaluationReport: {
            confusion: components["schemas"]["Confusion"];
            /** Curves */
            curves: components["schemas"]["CurvePoints"][];
            /** Evaluation */
            evaluation: string;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            table: components["schemas"]["ClassTable"];
        };
        /**
         * EvaluationState
         * @description REQUESTED: its job runs. FAILED: its job did not end well; ask anew. READY: it is whole, and never changes again.
         * @enum {string}
         */
        EvaluationState: "requested" | "failed" | "ready";
        /**
         * ExportRequest
         * @description Labels of a project as a file. At most one of ``version``, ``stages``, ``filter``; none: everything, as it is now.
         *
         *     Attributes:
         *         version: A label version; the others cut an unnamed one.
         *         include_unlabelled: Also items that nobody has labelled; else they say nothing and stay out.
         */
        ExportRequest: {
            /** Branch */
            branch?: string;
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            format?: components["schemas"]["Format"];
            /** Include Unlabelled */
            include_unlabelled?: boolean;
            /** Stages */
            stages?: string[] | null;
            /** Version */
            version?: string | null;
        };
        /**
         * ExportedFile
         * @description A file of an export; ``url`` reads it until it expires.
         */
        ExportedFile: {
            /** Name */
            name: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * Url
             * @default
             */
            url: string;
        };
        /**
         * FacetQuery
         * @description Which fields to count by.
         */
        FacetQuery: {
            /** Fields */
            fields: string[];
            /**
             * Filter
             * @description A filter; all items without one.
             */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Limit */
            limit?: number;
        };
        /**
         * FacetValue
         * @description A value and how many items have it.
         */
        FacetValue: {
            /** Items */
            items: number;
            /** Value */
            value: string;
        };
        /**
         * Facets
         * @description Facets over one selection of ``total`` items.
         */
        Facets: {
            /** As Of */
            as_of: number;
            /** Facets */
            facets: components["schemas"]["FieldFacet"][];
            /** Total */
            total: number;
        };
        /**
         * Failure
         * @description An item that the model fails on: the worst first. ``weight``: ``metrics.failures``.
         */
        Failure: {
            /** Fn */
            fn: number;
            /** Fp */
            fp: number;
            /** Item Id */
            item_id: string;
            /** Seq */
            seq: number;
            /** Weight */
            weight: number;
        };
        /**
         * FieldFacet
         * @description The values of a field, most frequent first.
         */
        FieldFacet: {
            /** Field */
            field: string;
            /** Values */
            values: components["schemas"]["FacetValue"][];
        };
        /**
         * FieldStats
         * @description How many items have a value of a field, the least and the greatest.
         */
        FieldStats: {
            /** Field */
            field: string;
            /** Greatest */
            greatest: number | null;
            /** Items */
            items: number;
            /** Least */
            least: number | null;
        };
        /**
         * FinishedUploads
         * @description The keys of uploads whose bytes were written.
         */
        FinishedUploads: {
            /** Folder */
            folder?: string;
            /** Keys */
            keys: string[];
        };
        /**
         * Folder
         * @description A folder. ``children`` counts the folders in it that are not deleted; it moves in the same transaction as they do.
         */
        Folder: {
            /**
             * Children
             * @default 0
             */
            children: number;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Deleted
             * @default false
             */
            deleted: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Parent */
            parent?: string | null;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
        };
        /**
         * FolderChange
         * @description What to change; what is left out stays.
         */
        FolderChange: {
            /** Name */
            name?: string | null;
            /** Parent */
            parent?: string | null;
        };
        /**
         * FolderRole
         * @description VIEWER sees the items. EDITOR changes them, and makes, renames and moves folders. ADMIN grants roles and deletes.
         * @enum {string}
         */
        FolderRole: "viewer" | "editor" | "admin";
        /**
         * Format
         * @description How labels are written in files.
         * @enum {string}
         */
        Format: "coco" | "encord";
        /**
         * FoundItem
         * @description An item as a grid of pictures shows it. ``score``: the cosine, where the search was by likeness.
         */
        FoundItem: {
            /** Captured At */
            captured_at?: number | null;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /** Folder */
            folder: string;
            /** Height */
            height?: number | null;
            /** Id */
            id: string;
            /** Key */
            key: string;
            /** Media Type */
            media_type?: string | null;
            /** Name */
            name: string;
            /** Reason */
            reason?: string | null;
            /** Rev */
            rev: number;
            /** Score */
            score?: number | null;
            /** Seq */
            seq: number;
            /** Size Bytes */
            size_bytes?: number | null;
            /** Source */
            source: string;
            state: components["schemas"]["ItemState"];
            /** Thumbnail */
            thumbnail?: string | null;
            /** Width */
            width?: number | null;
        };
        /**
         * FoundPage
         * @description A page of what was found. ``total``: all that pass, as the index knew at ``as_of``.
         */
        FoundPage: {
            /** As Of */
            as_of: number;
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["FoundItem"][];
            /** Total */
            total: number;
        };
        /**
         * Given
         * @description A new token. ``token`` is shown this once; only its hash is kept: where the same request is repeated it is empty.
         */
        Given: {
            /** Expires At */
            expires_at?: number | null;
            /**
             * Id
             * @description What revokes it.
             */
            id: string;
            kind: components["schemas"]["TokenKind"];
            /**
             * Name
             * @default
             */
            name: string;
            /** Token */
            token: string;
            /** User */
            user: string;
        };
        /**
         * Grant
         * @description A role in a folder and everything below it, for a subject ``user:<id>`` or ``group:<id>``.
         */
        Grant: {
            /** Folder */
            folder: string;
            role: components["schemas"]["FolderRole"];
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Subject */
            subject: string;
        };
        /**
         * Graph
         * @description A project's workflow; tasks begin in its first stage.
         */
        Graph: {
            /** Stages */
            stages: components["schemas"]["Stage"][];
        };
        /**
         * Group
         * @description Members who are given roles together; who is in it stands at the members.
         */
        Group: {
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Deleted
             * @default false
             */
            deleted: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Schema
             * @default 1
             */
            schema: number;
        };
        /**
         * GroupChange
         * @description A group's new name.
         */
        GroupChange: {
            /** Name */
            name: string;
        };
        /**
         * HandedOver
         * @description What the caller holds and looked at.
         */
        HandedOver: {
            /**
             * Rev
             * @description The revision of the labels that you looked at.
             */
            rev?: number | null;
            /**
             * Token
             * @description Of your lease.
             */
            token?: number | null;
        };
        /**
         * Health
         * @description The API answers; ``version`` is the code's.
         */
        Health: {
            /**
             * Status
             * @default ok
             */
            status: string;
            /**
             * Version
             * @default 0.1.0
             */
            version: string;
        };
        /**
         * Held
         * @description What the caller holds.
         */
        Held: {
            /**
             * Token
             * @description Of your lease.
             */
            token?: number | null;
        };
        /**
         * Histogram
         * @description Counts between edges, ``[e0, e1)``, …; ``items`` have a value, ``missing`` have none.
         */
        Histogram: {
            /** As Of */
            as_of: number;
            /** Counts */
            counts: number[];
            /** Edges */
            edges: number[];
            /** Field */
            field: string;
            /** Greatest */
            greatest: number | null;
            /** Items */
            items: number;
            /** Least */
            least: number | null;
            /** Missing */
            missing: number;
        };
        /**
         * HistogramQuery
         * @description Which field, in how many equal ranges or between which edges.
         */
        HistogramQuery: {
            /** Bins */
            bins?: number;
            /** Edges */
            edges?: number[] | null;
            /** Field */
            field: string;
            /**
             * Filter
             * @description A filter; all items without one.
             */
            filter?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * IouKind
         * @description What overlaps are measured on.
         * @enum {string}
         */
        IouKind: "bbox" | "segm";
        /**
         * Issue
         * @description An issue. The first comment says what it is about.
         *
         *     Attributes:
         *         id: ``<item>.<name>``, unique in its project.
         *         kind: ``rejection``: opened by a verdict, and resolved when its task is approved.
         *         round: Of the task, when it was raised.
         *         request: The call that commented last, so that a repeated one is one.
         */
        Issue: {
            /**
             * @default {
             *       "part": 0
             *     }
             */
            anchor: components["schemas"]["Anchor"];
            /**
             * Branch
             * @default main
             */
            branch: string;
            /**
             * Changes
             * @default []
             */
            changes: components["schemas"]["IssueChange"][];
            /** Comments */
            comments: components["schemas"]["Comment"][];
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Id */
            id: string;
            /** Item */
            item: string;
            /**
             * Kind
             * @default issue
             * @enum {string}
             */
            kind: "issue" | "rejection";
            /** Project */
            project: string;
            /**
             * Request
             * @default
             */
            request: string;
            /**
             * Round
             * @default 0
             */
            round: number;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** @default open */
            state: components["schemas"]["IssueState"];
            /**
             * Tags
             * @default []
             */
            tags: string[];
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
        };
        /**
         * IssueChange
         * @description Somebody resolved or reopened it.
         */
        IssueChange: {
            /** At */
            at: number;
            /** By */
            by: string;
            state: components["schemas"]["IssueState"];
        };
        /**
         * IssueState
         * @description OPEN: somebody should look. RESOLVED: nobody need.
         * @enum {string}
         */
        IssueState: "open" | "resolved";
        /**
         * Item
         * @description One media file.
         *
         *     Attributes:
         *         indexed_rev: The rev that searches see; None: not asked, or not yet.
         *         revision: Counts the file's contents, from 1.
         *         content_hash: Of the file.
         *         metrics: See ``everloop.media.metrics``.
         *         metadata: Custom metadata by key.
         *         spaces: Vector spaces with a vector of the present revision.
         *         updated_at: UTC epoch ms.
         */
        Item: {
            /** Captured At */
            captured_at?: number | null;
            /** Content Hash */
            content_hash?: string | null;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Deleted
             * @default false
             */
            deleted: boolean;
            /** Duplicates */
            duplicates?: {
                [key: string]: string;
            };
            /** Exif */
            exif?: {
                [key: string]: unknown;
            };
            /** Folder */
            folder: string;
            /** Height */
            height?: number | null;
            /** Id */
            id: string;
            /** Indexed Rev */
            indexed_rev?: number | null;
            /** Key */
            key: string;
            /** Media Type */
            media_type?: string | null;
            /** Metadata */
            metadata?: {
                [key: string]: unknown;
            };
            /** Metrics */
            metrics?: {
                [key: string]: number;
            };
            /** Name */
            name: string;
            /** Phash */
            phash?: string | null;
            /** Predictions */
            predictions?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** Projects */
            projects?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** Reason */
            reason?: string | null;
            /** Rev */
            rev: number;
            /**
             * Revision
             * @default 1
             */
            revision: number;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Seq */
            seq: number;
            /** Size Bytes */
            size_bytes?: number | null;
            /** Source */
            source: string;
            /**
             * Spaces
             * @default []
             */
            spaces: string[];
            state: components["schemas"]["ItemState"];
            /** Thumbnail */
            thumbnail?: string | null;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
            /** Width */
            width?: number | null;
        };
        /**
         * ItemChange
         * @description What became of one item. ``rev``: of its head now; ``reason``: why it was not changed; ``folder``: where it was put, as
         *     its own folder is gone.
         */
        ItemChange: {
            /** Folder */
            folder?: string | null;
            /** Item */
            item: string;
            /** Reason */
            reason?: string | null;
            /** Rev */
            rev?: number | null;
        };
        /**
         * ItemState
         * @description REGISTERED: known by name. READY: its pixels were read. FAILED: they cannot be. MISSING: the file vanished.
         * @enum {string}
         */
        ItemState: "registered" | "ready" | "failed" | "missing";
        /**
         * ItemValues
         * @description Values of one item, by key; null removes one. Dates in ISO 8601, places as {"lat", "lon"}.
         */
        ItemValues: {
            /** Item */
            item: string;
            /** Values */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * Items
         * @description Items by id.
         */
        Items: {
            /** Items */
            items: string[];
        };
        /**
         * Job
         * @description A job. ``spec`` says what to do, ``result`` what came of it; both are small, payloads travel by path.
         *
         *     Attributes:
         *         counts: Summed over the shards, and what the finisher adds, such as ``{"new": 120, "failed": 2}``.
         *         planning_until: Until when it is somebody's to plan; 0: it is nobody's.
         *         planners_lost: How many began to plan it and died.
         *         total, done: Units of work planned and done so far (progress).
         *         errors: Path in Objects of the per-file report, JSON lines ``{"uri" | "row", "reason"}``; None where nothing failed.
         */
        Job: {
            /** Counts */
            counts?: {
                [key: string]: number;
            };
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Done
             * @default 0
             */
            done: number;
            /** Ended At */
            ended_at?: number | null;
            /** Errors */
            errors?: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Planners Lost
             * @default 0
             */
            planners_lost: number;
            /**
             * Planning Until
             * @default 0
             */
            planning_until: number;
            /** Project */
            project?: string | null;
            /** Reason */
            reason?: string | null;
            /** Result */
            result?: {
                [key: string]: unknown;
            } | null;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /**
             * Shards
             * @default 0
             */
            shards: number;
            /** Spec */
            spec: {
                [key: string]: unknown;
            };
            /** Started At */
            started_at?: number | null;
            /** @default requested */
            state: components["schemas"]["JobState"];
            /** Title */
            title: string;
            /**
             * Total
             * @default 0
             */
            total: number;
            /** Workspace */
            workspace: string;
        };
        /**
         * JobState
         * @description Where a job stands.
         * @enum {string}
         */
        JobState: "requested" | "running" | "finishing" | "settling" | "done" | "failed" | "cancelled";
        /**
         * KnownField
         * @description A field that may be filtered, sorted, counted or measured by.
         */
        KnownField: {
            /** Countable */
            countable: boolean;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Ranged */
            ranged: boolean;
            /** Sortable */
            sortable: boolean;
            /** Title */
            title: string;
            /** Unit */
            unit: string;
        };
        /**
         * LabelImport
         * @description Labels from a file into a project.
         *
         *     Attributes:
         *         upload: The uploaded file.
         *         ontology_upload: Of Encord's label rows: their ontology, as JSON.
         *         extend: Add the file's classes and shapes to the project's ontology; else their rows are reported.
         *         how: Of items that have labels: put the incoming objects over them, replace them, or keep what is there.
         *         dry_run: Say what would happen; write nothing.
         */
        LabelImport: {
            /** Dry Run */
            dry_run?: boolean;
            /** Extend */
            extend?: boolean;
            format?: components["schemas"]["Format"];
            /**
             * How
             * @enum {string}
             */
            how?: "merge" | "replace" | "keep";
            /** Ontology Upload */
            ontology_upload?: string | null;
            /** Upload */
            upload: string;
        };
        /**
         * LabelOperations
         * @description Operations on the labels as they were at ``base_rev``.
         */
        LabelOperations: {
            /**
             * Base Rev
             * @description The revision that was read; 0: none yet.
             */
            base_rev: number;
            /** Operations */
            operations: (components["schemas"]["PutObject"] | components["schemas"]["RemoveObject"] | components["schemas"]["AcceptProposal"] | components["schemas"]["RejectProposal"] | components["schemas"]["SetState"])[];
            /**
             * Token
             * @description The token of the lease on the item's task.
             */
            token?: number | null;
        };
        /**
         * LabelProblem
         * @description What is wrong with an object. ``blocks``: what it keeps from being done.
         */
        LabelProblem: {
            /**
             * Blocks
             * @enum {string}
             */
            blocks: "save" | "submit";
            /** Object Id */
            object_id: string;
            /** Reason */
            reason: string;
        };
        /**
         * LabelRevision
         * @description A line of a row's history, without the annotations.
         */
        LabelRevision: {
            /** Item Revision */
            item_revision: number;
            /** Objects */
            objects: number;
            /** Ontology Version */
            ontology_version: number;
            /**
             * Proposed
             * @default 0
             */
            proposed: number;
            /** Rev */
            rev: number;
            state: components["schemas"]["LabelState"];
            /**
             * Submitted
             * @default false
             */
            submitted: boolean;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
            /**
             * Updated By
             * @default
             */
            updated_by: string;
            /**
             * Why
             * @default
             */
            why: string;
        };
        /**
         * LabelRow
         * @description A label row, or one of its revisions, with its annotations. ``rev`` 0: nothing has been saved yet.
         */
        LabelRow: {
            /** Annotations */
            annotations?: components["schemas"]["Annotation"][];
            /**
             * Body Hash
             * @default
             */
            body_hash: string;
            /**
             * Branch
             * @default main
             */
            branch: string;
            /** Classes */
            classes?: {
                [key: string]: number;
            };
            /** Item */
            item: string;
            /**
             * Item Revision
             * @default 1
             */
            item_revision: number;
            /**
             * Objects
             * @default 0
             */
            objects: number;
            /**
             * Ontology Version
             * @default 1
             */
            ontology_version: number;
            /** Project */
            project: string;
            /**
             * Proposed
             * @default 0
             */
            proposed: number;
            /**
             * Rev
             * @default 0
             */
            rev: number;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** @default unlabelled */
            state: components["schemas"]["LabelState"];
            /**
             * Submitted
             * @default false
             */
            submitted: boolean;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
            /**
             * Updated By
             * @default
             */
            updated_by: string;
            /**
             * Why
             * @default
             */
            why: string;
        };
        /**
         * LabelState
         * @description Of a label row. LABELLED or APPROVED with no objects is a negative; UNLABELLED says nothing (decision 11).
         * @enum {string}
         */
        LabelState: "unlabelled" | "in_progress" | "labelled" | "approved";
        /**
         * LabelVersion
         * @description A version.
         *
         *     Attributes:
         *         id: ``<project>-<hash>``: it names its project.
         *         name: None: an unnamed one, cut because something had to be pinned.
         *         rows: Label rows, one an item.
         *         objects: Objects and classifications, pre-labels not counted.
         *         states, classes: Rows by state; objects by class id.
         *         tables: Paths of the column tables ``labels`` and ``objects``.
         *         names: Hash of the ontology's class names and category ids, which the columns hold.
         *         as_of: When cutting began; labels saved later may be missing. UTC epoch ms.
         */
        LabelVersion: {
            /**
             * As Of
             * @default 0
             */
            as_of: number;
            /** Classes */
            classes?: {
                [key: string]: number;
            };
            /**
             * @default {
             *       "branch": "main"
             *     }
             */
            contents: components["schemas"]["Contents"];
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Id */
            id: string;
            /**
             * Message
             * @default
             */
            message: string;
            /** Name */
            name?: string | null;
            /**
             * Names
             * @default
             */
            names: string;
            /**
             * Objects
             * @default 0
             */
            objects: number;
            /** Ontology */
            ontology: string;
            /** Ontology Version */
            ontology_version: number;
            /** Project */
            project: string;
            /**
             * Rows
             * @default 0
             */
            rows: number;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** States */
            states?: {
                [key: string]: number;
            };
            /** Tables */
            tables?: {
                [key: string]: string;
            };
        };
        /**
         * Lasso
         * @description A polygon on the map; its last edge closes it.
         */
        Lasso: {
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Polygon */
            polygon: [
                number,
                number
            ][];
        };
        /**
         * Lease
         * @description Who works on a task. ``request``: the call that took it, so that a repeated claim gets the same task.
         */
        Lease: {
            /** Holder */
            holder: string;
            /**
             * Request
             * @default
             */
            request: string;
            /** Token */
            token: number;
            /** Until */
            until: number;
        };
        /**
         * LedgerRef
         * @description Whose image and category ids an imported file uses: exactly one of these.
         *
         *     Attributes:
         *         project: A project's ledger (ids never change, so that of any of its exports too).
         *         export: The job of an export.
         *         upload: An uploaded COCO annotation file (the truth), whose images are found by their file names.
         */
        LedgerRef: {
            /** Export */
            export?: string | null;
            /** Project */
            project?: string | null;
            /** Upload */
            upload?: string | null;
        };
        /**
         * Letter
         * @description A hint that a consumer gave up on.
         *
         *     Attributes:
         *         consumer: Who gave up.
         *         kind, about: What kind of row it was about, and where that stands.
         *         reason: The last failure, as a sentence.
         *         failed_at: UTC epoch ms.
         */
        Letter: {
            /** About */
            about: string;
            /** Attempts */
            attempts: number;
            /** Consumer */
            consumer: string;
            /** Failed At */
            failed_at: number;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Reason */
            reason: string;
        };
        /**
         * Letters
         * @description Names some letters.
         */
        Letters: {
            /** Ids */
            ids: string[];
        };
        /**
         * Likeness
         * @description The nearest items, best first. ``reason``: why there are none, as a sentence.
         */
        Likeness: {
            /** Items */
            items: components["schemas"]["FoundItem"][];
            /** Reason */
            reason?: string | null;
            /** Space */
            space: string;
        };
        /**
         * ListAddress
         * @description PUT the list to ``url``, then name ``path``.
         */
        ListAddress: {
            /** Path */
            path: string;
            /** Url */
            url: string;
        };
        /**
         * Live
         * @description A project's objects as they are known now: its newest whole version; ``as_of`` UTC epoch ms.
         *
         *     Attributes:
         *         version: None: none was cut yet.
         *         stale: Labels were saved since; ``job`` cuts the next one.
         */
        Live: {
            /** Job */
            job?: string | null;
            /** Project */
            project: string;
            /**
             * Stale
             * @default false
             */
            stale: boolean;
            version?: components["schemas"]["LabelVersion"] | null;
        };
        /**
         * Many
         * @description One thing to do with the tasks of many items. ``to`` goes with assign, ``priority`` with prioritise and reopen, ``stage``
         *     with move and reopen.
         */
        Many: {
            /**
             * Action
             * @enum {string}
             */
            action: "assign" | "unassign" | "prioritise" | "move" | "reopen" | "archive";
            /** Items */
            items: string[];
            /** Priority */
            priority?: number | null;
            /** Stage */
            stage?: string | null;
            /** To */
            to?: string | null;
        };
        /**
         * ManyValues
         * @description Up to 1,000 items with their values.
         */
        ManyValues: {
            /** Rows */
            rows: components["schemas"]["ItemValues"][];
        };
        /**
         * MappedClass
         * @description A class of the predictions. ``class_id``: the class of the project's ontology with that name; None: unmapped.
         */
        MappedClass: {
            /** Category Id */
            category_id: number | string;
            /** Class Id */
            class_id?: string | null;
            /** Name */
            name: string;
            /**
             * Predictions
             * @default 0
             */
            predictions: number | null;
        };
        /**
         * Mask
         * @description COCO run lengths, column-major: ``counts`` as COCO's string, or as numbers where it was imported so; ``size`` (h, w).
         */
        Mask: {
            /** Counts */
            counts: string | number[];
            /** Size */
            size: [
                number,
                number
            ];
        };
        /**
         * Member
         * @description Somebody who may sign in. ``service``: a program. An inactive member keeps his work and may do nothing.
         */
        Member: {
            /**
             * Active
             * @default true
             */
            active: boolean;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Email */
            email?: string | null;
            /**
             * Groups
             * @default []
             */
            groups: string[];
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** @default member */
            role: components["schemas"]["WorkspaceRole"];
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /**
             * Service
             * @default false
             */
            service: boolean;
        };
        /**
         * MemberChange
         * @description What to change; what is left out stays. ``active`` false: he may do nothing, and his tasks are others' to take.
         */
        MemberChange: {
            /** Active */
            active?: boolean | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            role?: components["schemas"]["WorkspaceRole"] | null;
        };
        /**
         * MetadataKey
         * @description A key of the schema. ``values``: of an enum; ``size``: of an embedding. A deleted key's values are kept.
         */
        MetadataKey: {
            /**
             * Deleted
             * @default false
             */
            deleted: boolean;
            /** Size */
            size?: number | null;
            /**
             * Title
             * @default
             */
            title: string;
            type: components["schemas"]["MetadataType"];
            /**
             * Values
             * @default []
             */
            values: string[];
        };
        /**
         * MetadataReport
         * @description What came of setting values: items written, unchanged, failed, and why, row by row. A row with a refused value has its
         *     good values written unless it is the item that was refused.
         */
        MetadataReport: {
            /**
             * Failed
             * @default 0
             */
            failed: number;
            /** Refused */
            refused: components["schemas"]["everloop__domain__metadata_report__Refused"][];
            /**
             * Unchanged
             * @default 0
             */
            unchanged: number;
            /**
             * Written
             * @default 0
             */
            written: number;
        };
        /**
         * MetadataSchema
         * @description The one schema of a workspace.
         */
        MetadataSchema: {
            /** Keys */
            keys?: {
                [key: string]: components["schemas"]["MetadataKey"];
            };
            /**
             * Schema
             * @default 1
             */
            schema: number;
        };
        /**
         * MetadataType
         * @description STRING is compared as a whole, TEXT is found by its words. GEOSPATIAL is {"lat", "lon"} in degrees.
         * @enum {string}
         */
        MetadataType: "number" | "boolean" | "datetime" | "string" | "text" | "enum" | "uuid" | "geospatial" | "embedding";
        /**
         * Model
         * @description One version of a model. Its name and version say which: naming it again is the same model.
         *
         *     Attributes:
         *         trained_on: The label version it was trained on; None: not known.
         */
        Model: {
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Trained On */
            trained_on?: string | null;
            /**
             * Version
             * @default 1
             */
            version: string;
        };
        /**
         * MoreValues
         * @description Values to add to an enum.
         */
        MoreValues: {
            /** Values */
            values: string[];
        };
        /**
         * Move
         * @description Items, and the folder they go to.
         */
        Move: {
            /** Folder */
            folder: string;
            /** Items */
            items: string[];
        };
        /**
         * Moved
         * @description Where to.
         */
        "Moved-Input": {
            /** Stage */
            stage: string;
        };
        /**
         * Moved
         * @description How many letters there were.
         */
        "Moved-Output": {
            /** Moved */
            moved: number;
        };
        /**
         * NamedModel
         * @description A model by name and version, and the label version it was trained on, if that is known.
         */
        NamedModel: {
            /** Name */
            name: string;
            /** Trained On */
            trained_on?: string | null;
            /** Version */
            version?: string;
        };
        /**
         * NewAttribute
         * @description An attribute to add. Options may be given by name alone.
         */
        NewAttribute: {
            /** Id */
            id?: string | null;
            kind: components["schemas"]["AttributeKind"];
            /** Name */
            name: string;
            /** Options */
            options?: (components["schemas"]["NewOption"] | string)[];
            /** Required */
            required?: boolean;
        };
        /**
         * NewClass
         * @description A class to add; without shapes it classifies the whole item. What is not said is allotted.
         */
        NewClass: {
            /** Attributes */
            attributes?: components["schemas"]["NewAttribute"][];
            /** Category Id */
            category_id?: number | null;
            /** Colour */
            colour?: string | null;
            /** Hotkey */
            hotkey?: string | null;
            /** Id */
            id?: string | null;
            /** Name */
            name: string;
            /** Shapes */
            shapes?: components["schemas"]["Shape"][];
            /** Supercategory */
            supercategory?: string;
        };
        /**
         * NewCollection
         * @description Which failures to collect, and under what name ("" makes one).
         */
        NewCollection: {
            /** Name */
            name?: string;
            operating_point?: components["schemas"]["OperatingPoint"] | null;
            /** Worst */
            worst?: number;
        };
        /**
         * NewCollectionOf
         * @description A collection of chosen items. Whoever sees ``folder``, or has a role in ``project``, sees it, as do you.
         */
        NewCollectionOf: {
            /** Description */
            description?: string;
            /** Folder */
            folder?: string | null;
            items: components["schemas"]["Choice"];
            /** Message */
            message?: string;
            /** Name */
            name: string;
            /** Project */
            project?: string | null;
        };
        /**
         * NewComment
         * @description What to say.
         */
        NewComment: {
            /** Text */
            text: string;
        };
        /**
         * NewDataset
         * @description A dataset to make of collection versions.
         */
        NewDataset: {
            /** Description */
            description?: string;
            /** Message */
            message?: string;
            /** Pins */
            pins: components["schemas"]["Pin"][];
            /** Title */
            title: string;
        };
        /**
         * NewEvaluation
         * @description What to compare. Without ``label_version`` an unnamed one is cut of the project's labels as they are.
         */
        NewEvaluation: {
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            iou_kind?: components["schemas"]["IouKind"];
            /** Label Version */
            label_version?: string | null;
            /** Name */
            name?: string;
            operating_point?: components["schemas"]["OperatingPoint"] | null;
            /** Prediction Set */
            prediction_set: string;
            /** Project */
            project: string;
        };
        /**
         * NewFile
         * @description A file to upload for an import.
         */
        NewFile: {
            /** Size Bytes */
            size_bytes: number;
        };
        /**
         * NewFolder
         * @description A folder to make in ``parent``.
         */
        NewFolder: {
            /** Name */
            name: string;
            /** Parent */
            parent?: string;
        };
        /**
         * NewGrant
         * @description The role to give.
         */
        NewGrant: {
            role: components["schemas"]["FolderRole"];
        };
        /**
         * NewGroup
         * @description A group. ``id``: the identity provider's name for it (a Cognito group's); left out on the laptop.
         */
        NewGroup: {
            /** Id */
            id?: string | null;
            /** Name */
            name: string;
        };
        /**
         * NewIssue
         * @description What to raise, and where (default: on the whole item).
         */
        NewIssue: {
            anchor?: components["schemas"]["Anchor"] | null;
            /** Item */
            item: string;
            /** Tags */
            tags?: string[];
            /** Text */
            text: string;
        };
        /**
         * NewKey
         * @description A key's type; ``values`` of an enum, ``size`` of an embedding.
         */
        NewKey: {
            /** Size */
            size?: number | null;
            /** Title */
            title?: string;
            type: components["schemas"]["MetadataType"];
            /** Values */
            values?: string[];
        };
        /**
         * NewLabelVersion
         * @description A version to cut: of all labels of the project, of a set of items, or of the items whose tasks are in some stages.
         */
        NewLabelVersion: {
            contents?: components["schemas"]["Contents"];
            /** Message */
            message?: string;
            /** Name */
            name?: string | null;
        };
        /**
         * NewMap
         * @description Of which space, how; the same seed gives the same map.
         */
        NewMap: {
            method?: components["schemas"]["ProjectionMethod"];
            /** Name */
            name?: string;
            /** Seed */
            seed?: number;
            /** Space */
            space?: string;
        };
        /**
         * NewMember
         * @description Somebody to add. ``id``: the identity provider's name for him (Cognito's ``sub``). Left out, a deployment asks the
         *     provider, which writes to people whom it does not know yet; the laptop makes one.
         */
        NewMember: {
            /** Email */
            email?: string | null;
            /** Id */
            id?: string | null;
            /** Name */
            name: string;
            role?: components["schemas"]["WorkspaceRole"];
            /** Service */
            service?: boolean;
        };
        /**
         * NewOntology
         * @description An ontology to make. Ids, colours and category ids that are left out are allotted.
         */
        NewOntology: {
            /** Classes */
            classes?: components["schemas"]["NewClass"][];
            /** Name */
            name: string;
        };
        /**
         * NewOption
         * @description An option to add.
         */
        NewOption: {
            /** Attributes */
            attributes?: components["schemas"]["NewAttribute"][];
            /** Id */
            id?: string | null;
            /** Name */
            name: string;
        };
        /**
         * NewPassword
         * @description ``old``: the password so far, where there is one.
         */
        NewPassword: {
            /** Old */
            old?: string | null;
            /** Password */
            password: string;
        };
        /**
         * NewPins
         * @description The pins of the next version. Without ``pins``, each collection at its newest version.
         */
        NewPins: {
            /** Message */
            message?: string;
            /** Pins */
            pins?: components["schemas"]["Pin"][] | null;
        };
        /**
         * NewProject
         * @description A project to make. Without ``ontology_version``, the ontology's newest.
         */
        NewProject: {
            /** Description */
            description?: string;
            graph?: components["schemas"]["Graph"];
            /** Ontology */
            ontology: string;
            /** Ontology Version */
            ontology_version?: number | null;
            /** Priority */
            priority?: number;
            /** Title */
            title: string;
        };
        /**
         * NewRegistration
         * @description A list of files, either in ``items`` or, where it is large, by the ``path`` of an address that it was written to.
         *
         *     ``items``: addresses, or objects with ``uri`` or ``key`` and perhaps ``metadata`` and ``folder`` (a path below the folder).
         */
        NewRegistration: {
            /** Folder */
            folder?: string;
            /**
             * Format
             * @enum {string}
             */
            format?: "auto" | "json" | "jsonl" | "csv" | "encord";
            /** Items */
            items?: (string | {
                [key: string]: unknown;
            })[] | null;
            /** Mirror */
            mirror?: boolean;
            /** Path */
            path?: string | null;
            /** Source */
            source?: string | null;
        };
        /**
         * NewSource
         * @description A source to add. ``name``: default the last part of the root.
         */
        NewSource: {
            /** Folder */
            folder?: string;
            /** Mirror */
            mirror?: boolean;
            /** Name */
            name?: string | null;
            /**
             * Root
             * @example s3://bucket/pictures
             * @example file:///data/pictures
             */
            root: string;
        };
        /**
         * NewTags
         * @description All the tags that it is to have.
         */
        NewTags: {
            /** Tags */
            tags: string[];
        };
        /**
         * NewToken
         * @description A token that acts as ``user`` (default: you; another: admins only).
         */
        NewToken: {
            /**
             * Days
             * @description Until it expires; left out: it does not.
             */
            days?: number | null;
            /** Name */
            name: string;
            /** User */
            user?: string | null;
        };
        /**
         * NewUploads
         * @description Files to upload into a folder.
         */
        NewUploads: {
            /** Files */
            files: components["schemas"]["UploadFile"][];
            /** Folder */
            folder?: string;
        };
        /**
         * NumberChange
         * @description A number in two evaluations; None where it does not exist.
         */
        NumberChange: {
            /** After */
            after: number | null;
            /** Before */
            before: number | null;
            /** Change */
            change: number | null;
        };
        /**
         * ObjectEvent
         * @description An object was created, overwritten or removed.
         */
        ObjectEvent: {
            /** Removed */
            removed?: boolean;
            /** Sequencer */
            sequencer?: string;
            /** Uri */
            uri: string;
        };
        /**
         * ObjectOutcome
         * @description What became of an object in one evaluation.
         *
         *     Attributes:
         *         found: A prediction of its class took it.
         *         predicted_class: The name of the class that was predicted for it; None: nothing was.
         *         confidence, iou, box_xywh: Of that prediction.
         */
        ObjectOutcome: {
            /** Box Xywh */
            box_xywh?: [
                number,
                number,
                number,
                number
            ] | null;
            /** Confidence */
            confidence?: number | null;
            /** Found */
            found: boolean;
            /** Iou */
            iou?: number | null;
            /** Predicted Class */
            predicted_class?: string | null;
        };
        /**
         * ObjectVerdict
         * @description What one object is like.
         */
        ObjectVerdict: {
            /** Object Id */
            object_id: string;
            opinion: components["schemas"]["Opinion"];
            /** Reason */
            reason?: string;
            /**
             * Token
             * @description Of your lease.
             */
            token?: number | null;
        };
        /**
         * Offered
         * @description Which predictions to offer as pre-labels.
         */
        Offered: {
            /** Confidence */
            confidence?: number;
            /**
             * Iou Threshold
             * @description Leave out what a label overlaps by this much; without it nothing is left out.
             */
            iou_threshold?: number | null;
            /**
             * Members
             * @description The name of a set: only these items.
             */
            members?: string | null;
            /** Prediction Set */
            prediction_set: string;
        };
        /**
         * Ontology
         * @description One version of an ontology.
         */
        Ontology: {
            /**
             * Classes
             * @default []
             */
            classes: components["schemas"]["OntologyClass"][];
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /**
             * Version
             * @default 1
             */
            version: number;
        };
        /**
         * OntologyChanges
         * @description Changes, done in their order; together they make one version.
         */
        OntologyChanges: {
            /** Changes */
            changes: (components["schemas"]["AddClass"] | components["schemas"]["ChangeClass"] | components["schemas"]["AddAttribute"] | components["schemas"]["ChangeAttribute"] | components["schemas"]["AddOption"] | components["schemas"]["ChangeOption"])[];
        };
        /**
         * OntologyClass
         * @description A class of objects, or (no shapes) a classification of the whole item.
         *
         *     Attributes:
         *         id: Never changes; labels name it.
         *         category_id: COCO's category id, from the import or allotted from 1; never changed or reused (decision 13).
         *         hotkey: One key.
         */
        OntologyClass: {
            /**
             * Archived
             * @default false
             */
            archived: boolean;
            /**
             * Attributes
             * @default []
             */
            attributes: components["schemas"]["Attribute"][];
            /** Category Id */
            category_id: number;
            /**
             * Colour
             * @default #4C6EF5
             */
            colour: string;
            /** Hotkey */
            hotkey?: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Shapes
             * @default []
             */
            shapes: components["schemas"]["Shape"][];
            /**
             * Supercategory
             * @default
             */
            supercategory: string;
        };
        /**
         * OperatingPoint
         * @description Where outcomes are told: an IoU threshold and a least confidence (default: that of the best micro-F1).
         */
        OperatingPoint: {
            /**
             * Confidence
             * @default 0
             */
            confidence: number;
            /**
             * Iou Threshold
             * @default 0.5
             */
            iou_threshold: number;
        };
        /**
         * Operation
         * @description What is done with sets, first to last.
         * @enum {string}
         */
        Operation: "union" | "intersect" | "minus";
        /**
         * Opinion
         * @description What a verdict says.
         * @enum {string}
         */
        Opinion: "approved" | "rejected";
        /**
         * Option
         * @description One answer of a radio or checklist; under a radio it may open further attributes.
         */
        Option: {
            /**
             * Archived
             * @default false
             */
            archived: boolean;
            /**
             * Attributes
             * @default []
             */
            attributes: components["schemas"]["Attribute"][];
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * OrderQuery
         * @description Which items, in which order, from which place on.
         */
        OrderQuery: {
            /**
             * Filter
             * @description A filter; all items without one.
             */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Limit */
            limit?: number;
            /** Offset */
            offset?: number;
            /**
             * Sort
             * @description A field; "-" before it: descending.
             */
            sort?: string | null;
        };
        /**
         * Ordered
         * @description How urgent.
         */
        Ordered: {
            /** Priority */
            priority: number;
        };
        /**
         * Origin
         * @description Where an annotation comes from.
         * @enum {string}
         */
        Origin: "human" | "import" | "model";
        /**
         * Original
         * @description Where an item's file can be read for some time; ``reason``: why it cannot.
         */
        Original: {
            /** Item */
            item: string;
            /** Reason */
            reason?: string | null;
            /** Url */
            url?: string | null;
        };
        /** PageOf[CollectionVersion] */
        PageOf_CollectionVersion_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["CollectionVersion"][];
        };
        /** PageOf[Collection] */
        PageOf_Collection_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Collection"][];
        };
        /** PageOf[DatasetVersion] */
        PageOf_DatasetVersion_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["DatasetVersion"][];
        };
        /** PageOf[Dataset] */
        PageOf_Dataset_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Dataset"][];
        };
        /** PageOf[Evaluation] */
        PageOf_Evaluation_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Evaluation"][];
        };
        /** PageOf[Group] */
        PageOf_Group_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Group"][];
        };
        /** PageOf[Issue] */
        PageOf_Issue_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Issue"][];
        };
        /** PageOf[Item] */
        PageOf_Item_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Item"][];
        };
        /** PageOf[Job] */
        PageOf_Job_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Job"][];
        };
        /** PageOf[LabelRevision] */
        PageOf_LabelRevision_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["LabelRevision"][];
        };
        /** PageOf[LabelRow] */
        PageOf_LabelRow_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["LabelRow"][];
        };
        /** PageOf[LabelVersion] */
        PageOf_LabelVersion_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["LabelVersion"][];
        };
        /** PageOf[Letter] */
        PageOf_Letter_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Letter"][];
        };
        /** PageOf[Member] */
        PageOf_Member_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Member"][];
        };
        /** PageOf[Model] */
        PageOf_Model_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Model"][];
        };
        /** PageOf[Ontology] */
        PageOf_Ontology_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Ontology"][];
        };
        /** PageOf[PredictionSet] */
        PageOf_PredictionSet_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["PredictionSet"][];
        };
        /** PageOf[Project] */
        PageOf_Project_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Project"][];
        };
        /** PageOf[Projection] */
        PageOf_Projection_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Projection"][];
        };
        /** PageOf[SeenFolder] */
        PageOf_SeenFolder_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["SeenFolder"][];
        };
        /** PageOf[Source] */
        PageOf_Source_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Source"][];
        };
        /** PageOf[Task] */
        PageOf_Task_: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: components["schemas"]["Task"][];
        };
        /** PageOf[dict[str, Any]] */
        PageOf_dict_str__Any__: {
            /** Cursor */
            cursor?: string | null;
            /** Items */
            items: {
                [key: string]: unknown;
            }[];
        };
        /**
         * Pin
         * @description A version of a collection.
         */
        Pin: {
            /** Collection */
            collection: string;
            /** Version */
            version: number;
        };
        /**
         * PointQuery
         * @description Which points, from which on.
         */
        PointQuery: {
            /** Filter */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Limit */
            limit?: number;
            /** Offset */
            offset?: number;
        };
        /**
         * Prediction
         * @description One prediction, as read back. ``row``: its number in the imported file.
         */
        Prediction: {
            /** Box */
            box: [
                number,
                number,
                number,
                number
            ];
            /** Category Id */
            category_id?: number | null;
            /** Class Id */
            class_id?: string | null;
            /** Class Name */
            class_name: string;
            /** Confidence */
            confidence: number;
            /** Item Id */
            item_id: string;
            /** Mask */
            mask?: {
                [key: string]: unknown;
            } | null;
            /** Row */
            row: number;
        };
        /**
         * PredictionImport
         * @description COCO results as a prediction set.
         *
         *     Attributes:
         *         model: The model's id.
         *         ledger: Whose image and category ids the file uses.
         *         project: Whose classes the predictions are mapped to by name, and whose items are meant; a project's or an export's
         *             ledger implies it.
         *         images: The images that the model was run on, by id in the ledger or by file name; None: ``run_on`` says.
         */
        PredictionImport: {
            /** Dry Run */
            dry_run?: boolean;
            /** Images */
            images?: (number | string)[] | null;
            ledger: components["schemas"]["LedgerRef"];
            /** Model */
            model: string;
            /** Name */
            name?: string;
            /** Project */
            project?: string | null;
            run_on?: components["schemas"]["RunOn"];
            /** Upload */
            upload: string;
        };
        /**
         * PredictionSet
         * @description What one model predicted on some images, immutable.
         *
         *     Attributes:
         *         project: Whose classes the predictions were mapped to; None: to none.
         *         reason: Why there is nothing in it, as a sentence, where it failed.
         *         run_on: The set (hash) of items that the model was run on; ``items`` of them, ``found_nothing`` without a prediction.
         *         predictions, unmapped, found_nothing, and of classes: None where they are not told, as the caller does not see all of
         *             the set's items; ``items`` then are those that he sees.
         *         classes: All classes that occur, unmapped ones too.
         *         tables: Paths of the column tables: predictions, runs.
         */
        PredictionSet: {
            /**
             * Classes
             * @default []
             */
            classes: components["schemas"]["MappedClass"][];
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Found Nothing
             * @default 0
             */
            found_nothing: number | null;
            /** Id */
            id: string;
            /**
             * Items
             * @default 0
             */
            items: number;
            /**
             * Job
             * @default
             */
            job: string;
            /** Model */
            model: string;
            /**
             * Model Name
             * @default
             */
            model_name: string;
            /** Name */
            name: string;
            /**
             * Predictions
             * @default 0
             */
            predictions: number | null;
            /** Project */
            project?: string | null;
            /** Reason */
            reason?: string | null;
            /** Run On */
            run_on?: string | null;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** @default requested */
            state: components["schemas"]["PredictionState"];
            /** Tables */
            tables?: {
                [key: string]: string;
            };
            /**
             * Unmapped
             * @default 0
             */
            unmapped: number | null;
        };
        /**
         * PredictionState
         * @description REQUESTED: its job runs. FAILED: its job did not end well; there is nothing in it. READY: it is whole, and never changes
         *     again.
         * @enum {string}
         */
        PredictionState: "requested" | "failed" | "ready";
        /**
         * Problem
         * @description RFC 9457. ``detail`` is a sentence to act on; ``facts`` are for programs (such as the newer row of a conflict).
         */
        Problem: {
            /** Detail */
            detail: string;
            /** Facts */
            facts?: {
                [key: string]: unknown;
            };
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * Progress
         * @description Where a project stands, as the index knew at ``as_of`` (UTC epoch ms).
         *
         *     Attributes:
         *         items: With a task that is not archived.
         *         statuses, states, assignees: Items by their task's status, their labels' state, and whose task they are.
         *         open_issues: Items with an open issue.
         */
        Progress: {
            /** As Of */
            as_of: number;
            /** Assignees */
            assignees: {
                [key: string]: number;
            };
            /** Items */
            items: number;
            /** Open Issues */
            open_issues: number;
            /** Stages */
            stages: components["schemas"]["StageCount"][];
            /** States */
            states: {
                [key: string]: number;
            };
            /** Statuses */
            statuses: {
                [key: string]: number;
            };
        };
        /**
         * Project
         * @description A project.
         *
         *     Attributes:
         *         ontology, ontology_version: The classes that are labelled; the version rises only.
         *         graph: Fixed when the project is made.
         *         datasets: What it works on.
         *         priority: Of tasks that are opened.
         *         archived: Nothing is changed in it any more.
         */
        Project: {
            /**
             * Archived
             * @default false
             */
            archived: boolean;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Datasets
             * @default []
             */
            datasets: components["schemas"]["Attached"][];
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * @default {
             *       "stages": [
             *         {
             *           "id": "annotate",
             *           "kind": "annotate",
             *           "next": {
             *             "submit": "review"
             *           },
             *           "shards": 1,
             *           "title": "Annotate"
             *         },
             *         {
             *           "id": "review",
             *           "kind": "review",
             *           "next": {
             *             "approve": "complete",
             *             "reject": "annotate"
             *           },
             *           "shards": 1,
             *           "title": "Review"
             *         },
             *         {
             *           "id": "complete",
             *           "kind": "complete",
             *           "next": {},
             *           "shards": 1,
             *           "title": "Complete"
             *         },
             *         {
             *           "id": "archive",
             *           "kind": "archive",
             *           "next": {},
             *           "shards": 1,
             *           "title": "Archive"
             *         }
             *       ]
             *     }
             */
            graph: components["schemas"]["Graph"];
            /** Id */
            id: string;
            /** Ontology */
            ontology: string;
            /**
             * Ontology Version
             * @default 1
             */
            ontology_version: number;
            /**
             * Priority
             * @default 0.5
             */
            priority: number;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Title */
            title: string;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
        };
        /**
         * ProjectMember
         * @description The roles of a subject in a project.
         */
        ProjectMember: {
            /** Project */
            project: string;
            /** Roles */
            roles: components["schemas"]["ProjectRole"][];
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Subject */
            subject: string;
        };
        /**
         * ProjectRole
         * @description Held as a set. ANNOTATOR sees the items of his own tasks only; all others see the project's.
         * @enum {string}
         */
        ProjectRole: "admin" | "manager" | "reviewer" | "annotator" | "viewer";
        /**
         * Projection
         * @description A 2-D map of a vector space, a version: fitted once, then only new items are placed on it.
         *
         *     Attributes:
         *         method: "umap" or "pca".
         *         reason: Why it has no points, as a sentence, where it failed.
         *         items: How many points it has (that the caller sees); ``placed`` were put beside their neighbours after the fit.
         *         members: The set of the items that have a point; ``fitted``: those that it was fitted to.
         *         points: Path of the column table of points.
         *         model: Path of what places new items: landmarks in the fitted space and on the map.
         *         bounds: Least and greatest x and y.
         */
        Projection: {
            /** Bounds */
            bounds?: [
                number,
                number,
                number,
                number
            ] | null;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Fitted */
            fitted?: string | null;
            /** Id */
            id: string;
            /**
             * Items
             * @default 0
             */
            items: number;
            /**
             * Job
             * @default
             */
            job: string;
            /** Members */
            members?: string | null;
            /**
             * Method
             * @default
             */
            method: string;
            /** Model */
            model?: string | null;
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Placed
             * @default 0
             */
            placed: number;
            /** Points */
            points?: string | null;
            /** Reason */
            reason?: string | null;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Space
             * @default lite0
             */
            space: string;
            /** @default requested */
            state: components["schemas"]["ProjectionState"];
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
        };
        /**
         * ProjectionMethod
         * @description AUTO: UMAP where it is installed and there are 300 items or more, else PCA.
         * @enum {string}
         */
        ProjectionMethod: "auto" | "umap" | "pca";
        /**
         * ProjectionState
         * @description REQUESTED: its job runs. FAILED: its job did not end well; make another one. READY: it has points.
         * @enum {string}
         */
        ProjectionState: "requested" | "failed" | "ready";
        /**
         * PutObject
         * @description Add an object, or replace the one with its id. ``area`` is dropped when the shapes change, unless a new one is sent.
         */
        PutObject: {
            annotation: components["schemas"]["Annotation"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "put";
        };
        /**
         * RejectProposal
         * @description Remove a pre-label; refused where it is a label already.
         */
        RejectProposal: {
            /** Object Id */
            object_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "reject-proposal";
        };
        /**
         * Rejected
         * @description Why the labels are wrong, and where.
         */
        Rejected: {
            anchor?: components["schemas"]["Anchor"] | null;
            /** Reason */
            reason: string;
            /**
             * Rev
             * @description The revision of the labels that you looked at.
             */
            rev?: number | null;
            /** Tags */
            tags?: string[];
            /**
             * Token
             * @description Of your lease.
             */
            token?: number | null;
        };
        /**
         * Released
         * @description A task that is given back. ``unused``: it was taken ahead and never looked at, so that it stays whose it was.
         */
        Released: {
            /**
             * Token
             * @description Of your lease.
             */
            token?: number | null;
            /** Unused */
            unused?: boolean;
        };
        /**
         * RemoveObject
         * @description Remove an object.
         */
        RemoveObject: {
            /** Object Id */
            object_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "remove";
        };
        /**
         * Reopened
         * @description Where to (default: the first stage), and how urgent.
         */
        Reopened: {
            /** Priority */
            priority?: number;
            /** Stage */
            stage?: string | null;
        };
        /**
         * Restoration
         * @description The version whose items to bring back. ``parent``: the newest version you saw.
         */
        Restoration: {
            /** Message */
            message?: string;
            /** Parent */
            parent?: number | null;
            /** Version */
            version: number;
        };
        /**
         * Restore
         * @description The revision to go back to, and the one that was seen.
         */
        Restore: {
            /**
             * Base Rev
             * @description The revision that was read; 0: none yet.
             */
            base_rev: number;
            /** Rev */
            rev: number;
            /**
             * Token
             * @description The token of the lease on the item's task.
             */
            token?: number | null;
        };
        /**
         * Roles
         * @description A member's roles, all of them.
         */
        Roles: {
            /** Roles */
            roles: components["schemas"]["ProjectRole"][];
        };
        /**
         * RunOn
         * @description Which images a model was run on, where no list says it. LEDGER: all of the ledger's. PREDICTED: those with a result.
         * @enum {string}
         */
        RunOn: "ledger" | "predicted";
        /**
         * SavedLabels
         * @description What a save left.
         *
         *     Attributes:
         *         merged: Others had changed other objects since; both are in the row.
         *         problems: What keeps the labels from being submitted.
         */
        SavedLabels: {
            /**
             * Merged
             * @default false
             */
            merged: boolean;
            /** Problems */
            problems?: components["schemas"]["LabelProblem"][];
            row: components["schemas"]["LabelRow"];
        };
        /**
         * SearchQuery
         * @description Which items, in which order, which page.
         */
        SearchQuery: {
            /** Cursor */
            cursor?: string | null;
            /**
             * Filter
             * @description A filter; all items without one.
             */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Limit */
            limit?: number;
            /**
             * Sort
             * @description A field; "-" before it: descending.
             */
            sort?: string | null;
        };
        /**
         * SeenFolder
         * @description A folder as its caller sees it: with his role in it, granted there or above.
         */
        SeenFolder: {
            /**
             * Children
             * @default 0
             */
            children: number;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Deleted
             * @default false
             */
            deleted: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Parent */
            parent?: string | null;
            role: components["schemas"]["FolderRole"];
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
        };
        /**
         * SentBack
         * @description A set of items to send back to a stage (default: the first).
         */
        SentBack: {
            /**
             * Members
             * @description The name of a set.
             */
            members: string;
            /** Priority */
            priority?: number;
            /** Stage */
            stage?: string | null;
        };
        /**
         * SeqQuery
         * @description Items by seq.
         */
        SeqQuery: {
            /** Seqs */
            seqs: number[];
        };
        /**
         * Server
         * @description The server. ``cpu_s`` is the server's own process plus its pool; null where nobody counts (functions).
         */
        Server: {
            /** Cpu S */
            cpu_s: number | null;
            /** Pid */
            pid: number;
            /** Started At */
            started_at: number | null;
            /**
             * Version
             * @default 0.1.0
             */
            version: string;
        };
        /**
         * SetState
         * @description Say what the row is: ``in_progress``, ``labelled`` (with no objects: a negative) or ``unlabelled``.
         */
        SetState: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            op: "set-state";
            /**
             * State
             * @enum {string}
             */
            state: "unlabelled" | "in_progress" | "labelled";
        };
        /**
         * Shape
         * @description What may be drawn of a class.
         * @enum {string}
         */
        Shape: "box" | "polygon" | "mask";
        /**
         * Shapes
         * @description What is drawn of one object on one part. Several may stand together: a box beside a mask or a polygon.
         *
         *     Attributes:
         *         box: x, y, width, height in pixels, origin top-left.
         *         polygon: One flat list of x, y, x, y, … (three points or more) per part of the object, in pixels.
         *         mask: Run lengths.
         */
        Shapes: {
            /** Box */
            box?: [
                number,
                number,
                number,
                number
            ] | null;
            mask?: components["schemas"]["Mask"] | null;
            /** Polygon */
            polygon?: number[][] | null;
        };
        /**
         * SignIn
         * @description Either the token of a sign-in link, or an address and its password.
         */
        SignIn: {
            /** Email */
            email?: string | null;
            /** Link */
            link?: string | null;
            /** Password */
            password?: string | null;
        };
        /**
         * SignInLink
         * @description An address that signs a member in, once. Empty where the same request is repeated: it was shown already.
         */
        SignInLink: {
            /** Expires At */
            expires_at: number | null;
            /** Url */
            url: string;
        };
        /**
         * SignedIn
         * @description Who is signed in, where.
         */
        SignedIn: {
            member: components["schemas"]["Member"];
            /** Workspace */
            workspace: string;
        };
        /**
         * SimilarQuery
         * @description Like what: an item, or a vector of the space.
         */
        SimilarQuery: {
            /**
             * Filter
             * @description A filter; all items without one.
             */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Item */
            item?: string | null;
            /** Limit */
            limit?: number;
            /** Space */
            space?: string;
            /** Vector */
            vector?: number[] | null;
        };
        /**
         * Slice
         * @description A part of an evaluation: the items with one value of a field, or in one range of it (``[from, to)``), dates in UTC.
         */
        Slice: {
            all_classes: components["schemas"]["ClassReport"];
            /** Items */
            items: number;
            /** Statistics */
            statistics: {
                [key: string]: number;
            };
            /** Value */
            value: string;
        };
        /**
         * Source
         * @description A storage place.
         *
         *     Attributes:
         *         root: ``file:///…``, ``s3://…``, ``gs://…`` or ``az://…`` without a slash at its end. It may be changed; ids stay.
         *         folder: Where items go that nobody placed: those found by a re-scan or told of by an event.
         *         mirror: Whether such items get the sub-folders of their key below ``folder``.
         */
        Source: {
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /**
             * Folder
             * @default root
             */
            folder: string;
            /** Id */
            id: string;
            kind: components["schemas"]["SourceKind"];
            /**
             * Mirror
             * @default false
             */
            mirror: boolean;
            /** Name */
            name: string;
            /** Root */
            root: string;
            /**
             * Schema
             * @default 1
             */
            schema: number;
        };
        /**
         * SourceChange
         * @description What to change; what is left out stays.
         */
        SourceChange: {
            /** Folder */
            folder?: string | null;
            /** Mirror */
            mirror?: boolean | null;
            /** Name */
            name?: string | null;
            /** Root */
            root?: string | null;
        };
        /**
         * SourceKind
         * @description What a source is; UPLOAD is the built-in one.
         * @enum {string}
         */
        SourceKind: "folder" | "s3" | "gcs" | "azure" | "upload";
        /**
         * Stage
         * @description A stage. ``next``: the stage that each verdict leads to. ``shards``: into how many partitions its open queue is split
         *     (more only for hundreds of people at once).
         */
        Stage: {
            /** Id */
            id: string;
            kind: components["schemas"]["StageKind"];
            /** Next */
            next?: {
                [key: string]: string;
            };
            /**
             * Shards
             * @default 1
             */
            shards: number;
            /** Title */
            title: string;
        };
        /**
         * StageCount
         * @description How many tasks are in a stage.
         */
        StageCount: {
            /** Stage */
            stage: string;
            /** Tasks */
            tasks: number;
            /** Title */
            title: string;
        };
        /**
         * StageKind
         * @description What is done in a stage. COMPLETE and ARCHIVE are ends.
         * @enum {string}
         */
        StageKind: "annotate" | "review" | "complete" | "archive";
        /**
         * StatsQuery
         * @description Which fields.
         */
        StatsQuery: {
            /** Fields */
            fields: string[];
            /**
             * Filter
             * @description A filter; all items without one.
             */
            filter?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * StoredSet
         * @description A set of items; ``items`` of them are in the caller's scope.
         */
        StoredSet: {
            /** Hash */
            hash: string;
            /** Items */
            items: number;
        };
        /**
         * Task
         * @description A task.
         *
         *     Attributes:
         *         id: ``<item>.<branch>``, unique in its project.
         *         seq: The item's number, for sets.
         *         token: The newest fencing token; a lease with a lower one is over.
         *         priority: 0 to 1; 1 comes first.
         *         round: How often the task has gone to annotation, from 1.
         *         skips: How often it was skipped in this stage.
         *         annotator, reviewer: Who submitted it, and who judged it, last.
         *         request: The call that changed it last, so that a repeated one changes nothing.
         *         reopened_by: The request or job that reopened it last, so that repeating that changes nothing.
         */
        Task: {
            /** Annotator */
            annotator?: string | null;
            /** Assignee */
            assignee?: string | null;
            /**
             * Branch
             * @default main
             */
            branch: string;
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /** Id */
            id: string;
            /** Item */
            item: string;
            lease?: components["schemas"]["Lease"] | null;
            /**
             * Priority
             * @default 0.5
             */
            priority: number;
            /** Project */
            project: string;
            /** Reopened By */
            reopened_by?: string | null;
            /**
             * Request
             * @default
             */
            request: string;
            /** Reviewer */
            reviewer?: string | null;
            /**
             * Round
             * @default 1
             */
            round: number;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Seq */
            seq: number;
            /**
             * Skips
             * @default 0
             */
            skips: number;
            /** Stage */
            stage: string;
            /** @default new */
            status: components["schemas"]["TaskStatus"];
            /**
             * Token
             * @default 0
             */
            token: number;
            /**
             * Updated At
             * @default 0
             */
            updated_at: number;
        };
        /**
         * TaskStatus
         * @description How a task came to where it stands. ASSIGNED: to somebody by name. RELEASED, SKIPPED: given back, the latter to the end
         *     of the queue. REOPENED: rejected, or sent again. COMPLETED, ARCHIVED: in a stage where no work is done.
         * @enum {string}
         */
        TaskStatus: "new" | "assigned" | "released" | "skipped" | "reopened" | "completed" | "archived";
        /**
         * TextQuery
         * @description What to look for in words.
         */
        TextQuery: {
            /**
             * Filter
             * @description A filter; all items without one.
             */
            filter?: {
                [key: string]: unknown;
            } | null;
            /** Limit */
            limit?: number;
            /** Text */
            text: string;
        };
        /**
         * Token
         * @description What is stored of a token: its SHA-256 as ``id``, whose it is and until when (UTC epoch ms; None: no end).
         */
        Token: {
            /**
             * Created At
             * @default 0
             */
            created_at: number;
            /**
             * Created By
             * @default
             */
            created_by: string;
            /** Expires At */
            expires_at?: number | null;
            /**
             * Hint
             * @default
             */
            hint: string;
            /** Id */
            id: string;
            kind: components["schemas"]["TokenKind"];
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Revoked
             * @default false
             */
            revoked: boolean;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** User */
            user: string;
        };
        /**
         * TokenKind
         * @description SERVICE: for programs. SESSION: of a browser or a notebook. LINK: signs in once.
         * @enum {string}
         */
        TokenKind: "service" | "session" | "link";
        /**
         * Upload
         * @description A place for one file: PUT its bytes to ``url`` before ``expires_s`` have passed, then name ``id`` in an import.
         */
        Upload: {
            /** Expires S */
            expires_s: number;
            /** Id */
            id: string;
            /** Url */
            url: string;
        };
        /**
         * UploadAddress
         * @description Where to send a file's bytes, by ``method`` with ``headers``; ``key`` is named when the upload is finished.
         */
        UploadAddress: {
            /** Headers */
            headers?: {
                [key: string]: string;
            };
            /** Key */
            key: string;
            /**
             * Method
             * @default PUT
             */
            method: string;
            /** Name */
            name: string;
            /** Url */
            url: string;
        };
        /**
         * UploadFile
         * @description A file to upload. ``content_hash``: its SHA-256 in hexadecimal: with it, the file that the same person uploads again is
         *     the same item. It is taken at its word: what is sent is not compared with it.
         */
        UploadFile: {
            /** Content Hash */
            content_hash?: string | null;
            /** Name */
            name: string;
        };
        /**
         * UploadReport
         * @description What became of finished uploads.
         */
        UploadReport: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Items */
            items: components["schemas"]["UploadedItem"][];
        };
        /**
         * UploadedItem
         * @description An uploaded file's item; ``reason``: why there is none.
         */
        UploadedItem: {
            /** Item */
            item?: string | null;
            /** Key */
            key: string;
            /** Reason */
            reason?: string | null;
        };
        /**
         * ValuesWhere
         * @description The same values for every item that passes a filter, such as ``{"set": "<hash>"}``; null removes a value.
         */
        ValuesWhere: {
            /** Filter */
            filter: {
                [key: string]: unknown;
            };
            /** Values */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * Verdict
         * @description What a review said of a task's labels in a round, or (``object_id``) of one object of theirs.
         *
         *     Attributes:
         *         body_hash, rev: The labels that were looked at.
         */
        Verdict: {
            /**
             * At
             * @default 0
             */
            at: number;
            /**
             * Body Hash
             * @default
             */
            body_hash: string;
            /**
             * By
             * @default
             */
            by: string;
            /** Issue */
            issue?: string | null;
            /** Object Id */
            object_id?: string | null;
            opinion: components["schemas"]["Opinion"];
            /** Project */
            project: string;
            /**
             * Reason
             * @default
             */
            reason: string;
            /**
             * Rev
             * @default 0
             */
            rev: number;
            /** Round */
            round: number;
            /**
             * Schema
             * @default 1
             */
            schema: number;
            /** Stage */
            stage: string;
            /** Task */
            task: string;
        };
        /**
         * VersionDiff
         * @description What differs from one version to another: items, objects and, by class, objects. An object that changed its class is
         *     removed from one and added to the other.
         */
        VersionDiff: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /**
             * Classes
             * @default []
             */
            classes: components["schemas"]["ClassChange"][];
            /**
             * Items
             * @description The first thousand items that differ, by seq.
             * @default []
             */
            items: string[];
            /**
             * Items Added
             * @default 0
             */
            items_added: number;
            /**
             * Items Changed
             * @default 0
             */
            items_changed: number;
            /**
             * Items Removed
             * @default 0
             */
            items_removed: number;
            /**
             * Objects Added
             * @default 0
             */
            objects_added: number;
            /**
             * Objects Changed
             * @default 0
             */
            objects_changed: number;
            /**
             * Objects Removed
             * @default 0
             */
            objects_removed: number;
        };
        /**
         * WantedDatasets
         * @description All that a project is to work on.
         */
        WantedDatasets: {
            /** Datasets */
            datasets: components["schemas"]["DatasetAt"][];
        };
        /**
         * WhichFiles
         * @description Which files of the source: those whose key begins with ``prefix``. ``folder``, ``mirror``: default the source's own.
         */
        WhichFiles: {
            /** Folder */
            folder?: string | null;
            /** Mirror */
            mirror?: boolean | null;
            /** Prefix */
            prefix?: string;
        };
        /**
         * WholeLabels
         * @description All annotations, made from those at ``base_rev``: merged with what others saved since.
         */
        WholeLabels: {
            /** Annotations */
            annotations: components["schemas"]["Annotation"][];
            /**
             * Base Rev
             * @description The revision that was read; 0: none yet.
             */
            base_rev: number;
            state?: components["schemas"]["LabelState"] | null;
            /**
             * Token
             * @description The token of the lease on the item's task.
             */
            token?: number | null;
        };
        /**
         * WorkspaceRole
         * @description ADMIN: sees and may do everything. MEMBER: what grants and project roles give.
         * @enum {string}
         */
        WorkspaceRole: "admin" | "member";
        /**
         * Refused
         * @description A row that was not written, or not wholly. ``row``: its position; ``key``: the metadata key, "" for the item itself.
         */
        everloop__domain__metadata_report__Refused: {
            /** Item */
            item: string;
            /**
             * Key
             * @default
             */
            key: string;
            /** Reason */
            reason: string;
            /** Row */
            row: number;
        };
        /**
         * Refused
         * @description A task that stayed as it was, and why.
         */
        everloop__entry__http__routers__task_orders__Refused: {
            /** Reason */
            reason: string;
            /** Task */
            task: string;
        };
    };
    responses: {
        /** @description Not signed in */
        Error401: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed */
        Error403: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found */
        Error404: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Changed meanwhile */
        Error409: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Precondition failed */
        Error412: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too large */
        Error413: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request cannot be done as it is */
        Error422: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Try again */
        Error503: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listCollections: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Collection_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createCollection: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCollectionOf"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getCollection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    changeCollection: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    diffCollection: {
        parameters: {
            query: {
                before: number;
                after: number;
            };
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionDiff"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    restoreCollection: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Restoration"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionVersion"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listCollectionVersions: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_CollectionVersion_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    commitCollection: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                collection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Commit"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionVersion"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getCollectionVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                collection_id: string;
                /** @description The version's number. */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectionVersion"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listDatasets: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Dataset_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createDataset: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDataset"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    updateDataset: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedDataset"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    pinDataset: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPins"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listDatasetVersions: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_DatasetVersion_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Letter_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    discardDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Letters"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved-Output"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    resendDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Letters"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved-Output"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    findDuplicates: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DuplicateQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    computeVectors: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createEvaluation: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEvaluation"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evaluation"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getEvaluation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evaluation"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getEvaluationClasses: {
        parameters: {
            query?: {
                /** @description An IoU threshold instead of the evaluation's own. */
                iou_threshold?: number | null;
                /** @description A least confidence instead of the evaluation's own. */
                confidence?: number | null;
                /** @description A filter over items, as JSON: only these. */
                filter?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassTable"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    compareEvaluations: {
        parameters: {
            query: {
                /** @description The later one. */
                to: string;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listChangedObjects: {
        parameters: {
            query: {
                /** @description The later one. */
                to: string;
                /** @description fixed: found only by the later one; regressed: only by this one. */
                change: "fixed" | "regressed";
                /** @description A class; without it all. */
                class_id?: string | null;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedObjects"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getConfusionMatrix: {
        parameters: {
            query?: {
                /** @description An IoU threshold instead of the evaluation's own. */
                iou_threshold?: number | null;
                /** @description A least confidence instead of the evaluation's own. */
                confidence?: number | null;
                /** @description A filter over items, as JSON: only these. */
                filter?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Confusion"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getPrecisionRecallCurve: {
        parameters: {
            query?: {
                /** @description A class; without it all together. */
                class_id?: string | null;
                /** @description An IoU threshold instead of the evaluation's own. */
                iou_threshold?: number | null;
                /** @description A filter over items, as JSON: only these. */
                filter?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurvePoints"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listFailures: {
        parameters: {
            query?: {
                /** @description How many items. */
                worst?: number;
                /** @description An IoU threshold instead of the evaluation's own. */
                iou_threshold?: number | null;
                /** @description A least confidence instead of the evaluation's own. */
                confidence?: number | null;
                /** @description A filter over items, as JSON: only these. */
                filter?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    collectFailures: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCollection"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collected"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listPairs: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_dict_str__Any__"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listMatches: {
        parameters: {
            query?: {
                /** @description A filter over the columns of matches, as JSON. */
                where?: string | null;
                item?: string | null;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_dict_str__Any__"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listOutcomes: {
        parameters: {
            query?: {
                /** @description A class; empty: background. Without it any. */
                truth?: string | null;
                /** @description A class; empty: background. Without it any. */
                predicted?: string | null;
                outcome?: ("tp" | "fp" | "fn") | null;
                /** @description An IoU threshold instead of the evaluation's own. */
                iou_threshold?: number | null;
                /** @description A least confidence instead of the evaluation's own. */
                confidence?: number | null;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_dict_str__Any__"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getEvaluationReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationReport"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getEvaluationSlices: {
        parameters: {
            query: {
                /** @description A field of items: meta.city, width, project.<id>.stage, … */
                by: string;
                /** @description An IoU threshold instead of the evaluation's own. */
                iou_threshold?: number | null;
                /** @description A least confidence instead of the evaluation's own. */
                confidence?: number | null;
            };
            header?: never;
            path: {
                evaluation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Slice"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getExportFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportedFile"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFile"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listFolders: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_SeenFolder_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createFolder: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFolder"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folder"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    findFolder: {
        parameters: {
            query: {
                path: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeenFolder"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getFolder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeenFolder"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    deleteFolder: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    changeFolder: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FolderChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folder"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listGrants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectiveGrant"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    setGrant: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                folder_id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGrant"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grant"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    removeGrant: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                folder_id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getFolderPath: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folder"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Group_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGroup"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    renameGroup: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    joinGroup: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                group_id: string;
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    leaveGroup: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                group_id: string;
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    rebuildIndex: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    deleteItems: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Items"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemChange"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    moveItems: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Move"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemChange"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    addressOriginals: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Items"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Original"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    restoreItems: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Items"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemChange"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    retryItems: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Items"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemChange"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listUnreadable: {
        parameters: {
            query?: {
                /** @description Only of this source. */
                source?: string | null;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Item_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getItemPredictions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item_id: string;
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prediction"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Job_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: {
                "if-none-match"?: string | null;
            };
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listJobErrors: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_dict_str__Any__"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getArrivals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Arrivals"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listMaps: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Projection_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createMap: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMap"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Projection"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Projection"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    lassoMap: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Lasso"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredSet"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    placeOnMap: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getMapPoints: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                map_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PointQuery"];
            };
        };
        responses: {
            /** @description N seqs as uint32, then N x, then N y as float32, all little-endian; N is a twelfth of the bytes. The header Everloop-Total says how many points there are in all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Member_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    changeMember: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getMetadataSchema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataSchema"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    setMetadataWhere: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValuesWhere"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    putMetadataKey: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataSchema"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    deleteMetadataKey: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataSchema"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    addMetadataValues: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoreValues"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataSchema"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    setMetadataValues: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManyValues"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetadataReport"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Model_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    nameModel: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedModel"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    objectEvents: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObjectEvent"][];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: number;
                    };
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listOntologies: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Ontology_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createOntology: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOntology"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ontology"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getOntology: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ontology_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ontology"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    changeOntology: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                ontology_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OntologyChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ontology"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listOntologyVersions: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                ontology_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Ontology_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getOntologyVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ontology_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ontology"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listPredictionSets: {
        parameters: {
            query?: {
                model?: string | null;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_PredictionSet_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    importPredictions: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictionImport"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getPredictionSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                set_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionSet"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listProjects: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Project_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    updateProject: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedProject"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    setProjectDatasets: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedDatasets"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listEvaluations: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Evaluation_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listExports: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    exportLabels: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    importLabels: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelImport"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listIssues: {
        parameters: {
            query?: {
                /** @description Only this item's, resolved ones too. */
                item?: string | null;
                /** @description Of the whole project: open or resolved ones. */
                state?: components["schemas"]["IssueState"];
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Issue_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createIssue: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewIssue"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issue"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getIssue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                issue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issue"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    commentIssue: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                issue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issue"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    reopenIssue: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                issue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issue"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    resolveIssue: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                issue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issue"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    tagIssue: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                issue_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTags"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issue"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listLabelVersions: {
        parameters: {
            query?: {
                /** @description Only those with a name. */
                named?: boolean;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_LabelVersion_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    cutLabelVersion: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLabelVersion"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getLiveLabels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getLabelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelVersion"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    diffLabelVersions: {
        parameters: {
            query: {
                /** @description The version to compare with, as the earlier one. */
                since: string;
            };
            header?: never;
            path: {
                project_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionDiff"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getLabelsOfVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                version_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelRow"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    restoreLabelVersion: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                version_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listLabels: {
        parameters: {
            query?: {
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_LabelRow_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getLabels: {
        parameters: {
            query?: {
                branch?: string;
                rev?: number | null;
            };
            header?: never;
            path: {
                project_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelRow"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    putLabels: {
        parameters: {
            query?: {
                branch?: string;
            };
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WholeLabels"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedLabels"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    saveLabels: {
        parameters: {
            query?: {
                branch?: string;
            };
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelOperations"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedLabels"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listLabelRevisions: {
        parameters: {
            query?: {
                branch?: string;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_LabelRevision_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    restoreLabels: {
        parameters: {
            query?: {
                branch?: string;
            };
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Restore"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedLabels"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listProjectMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectMember"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    setProjectMember: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Roles"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectMember"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    removeProjectMember: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    offerPreLabels: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Offered"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getProjectProgress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Progress"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    sendItemsBack: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentBack"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                stage?: string | null;
                status?: components["schemas"]["TaskStatus"] | null;
                /** @description Whose tasks, held or assigned. */
                assignee?: string | null;
                /** @description Rows at most. */
                limit?: number;
                /** @description The cursor of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Task_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    changeTasks: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Many"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    claimNextTask: {
        parameters: {
            query?: {
                /** @description Default: any stage in which you work. */
                stage?: string | null;
            };
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description Nothing waits for you. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    approveTask: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandedOver"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    archiveTask: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    assignTask: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assigned"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    claimTask: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    moveTask: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Moved-Input"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    prioritiseTask: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ordered"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    rejectTask: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rejected"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    releaseTask: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Released"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    renewTask: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Held"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    reopenTask: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reopened"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    skipTask: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Held"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    submitTask: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandedOver"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    unassignTask: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listVerdicts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verdict"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    judgeObject: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                project_id: string;
                task_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObjectVerdict"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    registerList: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRegistration"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    addressList: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAddress"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    search: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundPage"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    searchFacets: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FacetQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listFields: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownField"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    searchHistogram: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HistogramQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Histogram"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    searchItems: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeqQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundItem"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    searchOrder: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderQuery"];
            };
        };
        responses: {
            /** @description Little-endian uint32, one a seq, in order; the header Everloop-Total says how many there are in all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    searchSimilar: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimilarQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Likeness"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    searchStats: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatsQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldStats"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    searchText: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextQuery"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Likeness"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Given"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    openSignInLink: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    setPassword: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createSet: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Choice"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredSet"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    combineSets: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Combination"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredSet"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                set_hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredSet"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOf_Source_"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createSource: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSource"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                source_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    changeSource: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string | null;
                "idempotency-key"?: string | null;
            };
            path: {
                source_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    registerSource: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                source_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhichFiles"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    syncSource: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                source_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhichFiles"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                user?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Given"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    startUploads: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUploads"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAddress"][];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    finishUploads: {
        parameters: {
            query?: never;
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FinishedUploads"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadReport"];
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    readSigned: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    writeSigned: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
    readThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: string;
                shelf: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            401: components["responses"]["Error401"];
            403: components["responses"]["Error403"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            412: components["responses"]["Error412"];
            413: components["responses"]["Error413"];
            422: components["responses"]["Error422"];
            503: components["responses"]["Error503"];
        };
    };
}
