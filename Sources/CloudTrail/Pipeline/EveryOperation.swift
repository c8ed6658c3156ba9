/// All operations that are built.
let everyOperation: [any TrailOperation.Type] = [
    AddTags.self, CreateTrail.self, DeleteTrail.self, DescribeTrails.self, GetEventSelectors.self, GetTrail.self,
    GetTrailStatus.self, ListPublicKeys.self, ListTags.self, ListTrails.self, LookupEvents.self,
    PutEventSelectors.self, RemoveTags.self, StartLogging.self, StopLogging.self, UpdateTrail.self,
]
