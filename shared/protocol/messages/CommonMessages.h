#pragma once

#include "protocol/JsonFields.h"

namespace lanyard {

/// For methods without parameters, and for answers that say nothing but "done".
struct Nothing
{
    static constexpr auto fields() { return std::tuple{}; }
    bool operator==(const Nothing&) const = default;
};

struct NameParams
{
    QString name;

    static constexpr auto fields() { return std::tuple{must("name", &NameParams::name)}; }
    bool operator==(const NameParams&) const = default;
};

/// Absent = not limited.
struct LimitsInfo
{
    std::optional<std::uint32_t> rpm;
    std::optional<std::uint64_t> tpm;
    std::optional<std::uint32_t> rpd;
    std::optional<std::uint64_t> tpr;
    std::optional<std::uint32_t> concurrency;

    static constexpr auto fields()
    {
        using S = LimitsInfo;
        return std::tuple{may("rpm", &S::rpm), may("tpm", &S::tpm), may("rpd", &S::rpd), may("tpr", &S::tpr),
                          may("concurrency", &S::concurrency)};
    }
    bool operator==(const LimitsInfo&) const = default;
};

/// A change of limits: each may be left alone, lifted (null) or set.
struct LimitsPatch
{
    Patch<std::uint32_t> rpm;
    Patch<std::uint64_t> tpm;
    Patch<std::uint32_t> rpd;
    Patch<std::uint64_t> tpr;
    Patch<std::uint32_t> concurrency;

    static constexpr auto fields()
    {
        using S = LimitsPatch;
        return std::tuple{may("rpm", &S::rpm), may("tpm", &S::tpm), may("rpd", &S::rpd), may("tpr", &S::tpr),
                          may("concurrency", &S::concurrency)};
    }
    bool operator==(const LimitsPatch&) const = default;
};

/// One object that a change touched.
struct ChangeInfo
{
    QString action; ///< "created", "updated", "removed", "unchanged"
    QString kind;   ///< "provider", "credential", "model", "route", "group", "user", "key", "setting", "proxy"
    QString name;
    QString parent; ///< provider of a credential, model of a route, user of a key; else ""
    QString note;   ///< "balance ignored: the user exists" and the like; else ""

    static constexpr auto fields()
    {
        using S = ChangeInfo;
        return std::tuple{must("action", &S::action), must("kind", &S::kind), must("name", &S::name),
                          must("parent", &S::parent), must("note", &S::note)};
    }
    bool operator==(const ChangeInfo&) const = default;
};

/// An API key that the change made. This answer is the only place where it is ever seen.
struct NewKeyInfo
{
    QString user;
    QString name;
    Secret key;

    static constexpr auto fields()
    {
        using S = NewKeyInfo;
        return std::tuple{must("user", &S::user), must("name", &S::name), must("key", &S::key)};
    }
    bool operator==(const NewKeyInfo&) const = default;
};

/// What every change of the configuration answers.
struct ChangeResult
{
    std::uint64_t version = 0; ///< of the configuration that holds the change; the old one for a dry run
    std::vector<ChangeInfo> changes;
    std::vector<NewKeyInfo> newKeys;
    QStringList warnings; ///< "model gpt-x has no price: requests are free"

    static constexpr auto fields()
    {
        using S = ChangeResult;
        return std::tuple{must("version", &S::version), must("changes", &S::changes), must("new_keys", &S::newKeys),
                          must("warnings", &S::warnings)};
    }
    bool operator==(const ChangeResult&) const = default;
};

} // namespace lanyard
