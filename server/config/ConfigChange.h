#pragma once

#include "base/Money.h"
#include "base/Secret.h"
#include "config/ConfigNode.h"
#include "config/Configuration.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lanyard {

enum class ObjectKind : std::uint8_t { Setting, Proxy, Provider, Credential, Model, Route, Group, User, ApiKey };

/// An object by name. `parent` is the provider of a credential, the model of a route, the user of a key.
/// A route's name is "provider/upstream-model".
struct ObjectRef
{
    ObjectKind kind = ObjectKind::Provider;
    std::string name;
    std::string parent;

    bool operator==(const ObjectRef&) const = default;
};

/// One change of the configuration: `lanyard apply`, every add/set/remove/enable/disable of CLI and GUI, and the file of
/// `serve --config` are all this. All of it happens, or nothing.
struct ConfigChange
{
    enum class Expect : std::uint8_t {
        Any,      ///< make or change
        New,      ///< Conflict when an object named exists already
        Existing, ///< NotFound when it does not
    };

    ConfigNode document;            ///< the declarative file's shape; absent = left alone
    bool prune = false;             ///< remove what is not listed (also `prune: true` in the document)
    bool dryRun = false;
    /// Of every entry of the document. Under New, an entry with nothing but `name` and its `credentials` or `keys` is
    /// only the way to those: it must exist. Routes and settings are content and not looked at.
    Expect expect = Expect::Any;
    std::vector<ObjectRef> remove;  ///< NotFound when one does not exist
    std::vector<ObjectRef> revoke;  ///< API keys: for ever
};

struct ChangeLine
{
    enum class Action : std::uint8_t { Created, Updated, Removed, Unchanged };
    Action action = Action::Unchanged;
    ObjectRef object;
    std::string note; ///< "balance ignored: the user exists" and the like
};

/// An API key that was made by a change. Shown once, to whoever asked for the change.
struct NewApiKey
{
    std::string user;
    std::string name;
    Secret key;
};

struct OpeningBalance
{
    UserId user;
    Money amount;
};

struct ChangeReport
{
    std::vector<ChangeLine> lines;
    std::vector<NewApiKey> newKeys;
    std::vector<OpeningBalance> openings;
    std::vector<std::string> warnings; ///< "model gpt-x has no price: requests are free"
    std::uint64_t version = 0;         ///< of the snapshot that holds the change; the old one for a dry run
};

} // namespace lanyard
