#pragma once

#include "protocol/messages/CommonMessages.h"

namespace lanyard {

// Care for the book: backups and checks.

struct BackupParams
{
    std::optional<QString> file; ///< of the service's machine; absent = the next one in the folder of backups

    static constexpr auto fields() { return std::tuple{may("file", &BackupParams::file)}; }
    bool operator==(const BackupParams&) const = default;
};

struct BackupInfo
{
    QString file;
    WallTime made{};
    std::uint64_t bytes = 0;

    static constexpr auto fields()
    {
        using S = BackupInfo;
        return std::tuple{must("file", &S::file), must("made", &S::made), must("bytes", &S::bytes)};
    }
    bool operator==(const BackupInfo&) const = default;
};

struct BackupListResult
{
    std::vector<BackupInfo> backups; ///< newest first

    static constexpr auto fields() { return std::tuple{must("backups", &BackupListResult::backups)}; }
    bool operator==(const BackupListResult&) const = default;
};

struct BookCheckResult
{
    bool sound = true;
    std::uint64_t charges = 0; ///< exchanges in the book
    std::uint64_t users = 0;   ///< with a balance
    Money deposits;
    Money costs;
    Money balances;
    QStringList faults;  ///< what does not fit
    QStringList remarks; ///< what is worth knowing and fits

    static constexpr auto fields()
    {
        using S = BookCheckResult;
        return std::tuple{must("sound", &S::sound),       must("charges", &S::charges), must("users", &S::users),
                          must("deposits", &S::deposits), must("costs", &S::costs),     must("balances", &S::balances),
                          must("faults", &S::faults),     must("remarks", &S::remarks)};
    }
    bool operator==(const BookCheckResult&) const = default;
};

} // namespace lanyard
