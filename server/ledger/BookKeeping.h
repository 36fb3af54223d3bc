#pragma once

#include "base/Clock.h"
#include "base/Ids.h"
#include "base/Mailbox.h"
#include "base/Money.h"
#include "base/Result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// A verified copy of the database.
struct BackupFile
{
    std::filesystem::path file;
    WallTime made{};
    std::uint64_t bytes = 0;
};

/// What a check of the book found.
struct BookCheck
{
    std::uint64_t charges = 0; ///< exchanges in the book
    std::uint64_t users = 0;   ///< that have a balance
    Money deposits;
    Money costs; ///< of those users
    std::unordered_map<UserId, Money> balances;
    std::vector<std::string> faults;  ///< what does not fit; empty = the book is sound
    std::vector<std::string> remarks; ///< what is worth knowing and fits
};

/// Care for the book: copies and proofs.
class BookKeeping
{
public:
    template<class T>
    using Done = std::function<void(Result<T>)>;

    virtual ~BookKeeping() = default;
    /// `target`: a file that does not exist yet; empty = the next one in the folder of backups, which keeps the newest few.
    /// Errors: Conflict (the file exists, or a backup is being made), Io, Corrupt (the copy is damaged, and is gone again).
    virtual void backUp(std::filesystem::path target, Mailbox& replyTo, Done<BackupFile> done) = 0;
    /// Newest first.
    virtual void backups(Mailbox& replyTo, Done<std::vector<BackupFile>> done) = 0;
    /// Reads everything that was settled before the call.
    virtual void check(Mailbox& replyTo, Done<BookCheck> done) = 0;
};

} // namespace lanyard
