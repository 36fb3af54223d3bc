#pragma once

#include "base/Result.h"
#include "config/ConfigChange.h"
#include "vault/ApiKeys.h"

#include <cstdint>

namespace lanyard {

/// Where permanent numbers come from: the store's counters, or throw-away ones for a dry run.
class IdSource
{
public:
    virtual ~IdSource() = default;
    /// Never 0, never the same twice for one kind.
    virtual std::uint32_t next(ObjectKind kind) = 0;
};

struct EditedConfiguration
{
    Configuration next;
    ChangeReport report; ///< without `version`, which the store gives
};

/// What `current` becomes under `change`: all of it, or an error. Pure, apart from drawing numbers and making API keys;
/// `dryRun` is the caller's business.
///
/// Rules. Objects match by name; a field that is absent is left alone, a field that is present replaces, `null` brings
/// back the default. `limits`, `timeouts` and `price` are merged field by field; every other list or map replaces.
/// A provider's `credentials` and a user's `keys` match by name inside their parent, and those that are not listed stay.
/// A model's `routes` replace the list, in its order; a route keeps its number by provider and upstream model.
/// With `prune`, in the sections and child lists that the document has: what is not listed goes, and listed `limits`,
/// `timeouts` and `price` are replaced whole. Sections that the document does not have stay as they are.
///
/// Errors: InvalidArgument and Unsupported (one line for each mistake, at most ten, each with line and field),
/// NotFound and Conflict (`expect`, `remove`, `revoke`; something removed is still in use).
Result<EditedConfiguration> applyChange(const Configuration& current, const ConfigChange& change, IdSource& ids,
                                        const ApiKeyHasher& hasher);

} // namespace lanyard
