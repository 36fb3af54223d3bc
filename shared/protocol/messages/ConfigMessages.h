#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

struct ApplyParams
{
    QString document;  ///< YAML
    TextMap variables; ///< values for ${NAME} in the document, from the caller's environment
    bool dryRun = false;
    bool prune = false;

    static constexpr auto fields()
    {
        using S = ApplyParams;
        return std::tuple{must("document", &S::document), may("variables", &S::variables), may("dry_run", &S::dryRun),
                          may("prune", &S::prune)};
    }
    bool operator==(const ApplyParams&) const = default;
};

struct ExportResult
{
    QString document; ///< YAML without secrets

    static constexpr auto fields() { return std::tuple{must("document", &ExportResult::document)}; }
    bool operator==(const ExportResult&) const = default;
};

struct SettingInfo
{
    QString key;
    QString value;
    QString defaultValue;
    QString text;         ///< one sentence
    bool changed = false; ///< differs from the default
    bool needsRestart = false;

    static constexpr auto fields()
    {
        using S = SettingInfo;
        return std::tuple{
            must("key", &S::key),   must("value", &S::value),     must("default", &S::defaultValue),
            must("text", &S::text), must("changed", &S::changed), must("needs_restart", &S::needsRestart)};
    }
    bool operator==(const SettingInfo&) const = default;
};

struct SettingListResult
{
    std::vector<SettingInfo> settings;

    static constexpr auto fields() { return std::tuple{must("settings", &SettingListResult::settings)}; }
    bool operator==(const SettingListResult&) const = default;
};

struct SettingSetParams
{
    QString key;
    Patch<QString> value = Patch<QString>::cleared(); ///< null = back to the default

    static constexpr auto fields()
    {
        return std::tuple{must("key", &SettingSetParams::key), must("value", &SettingSetParams::value)};
    }
    bool operator==(const SettingSetParams&) const = default;
};

} // namespace lanyard
