#include "store/DataDirectory.h"

#include <system_error>

namespace lanyard {
namespace {

Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code failure;
    const bool made = std::filesystem::create_directories(folder, failure);
    if (!failure && !std::filesystem::is_directory(folder, failure) && !failure)
        failure = std::make_error_code(std::errc::not_a_directory);
    if (failure) {
        return Error{ErrorCode::Io, "cannot make the data folder " + folder.string() + ": " + failure.message() +
                                        ". Choose another one with --data-dir, or give the service's user the right to write there"};
    }
    if (made)
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
    return {};
}

} // namespace

Result<DataDirectory> DataDirectory::open(const std::filesystem::path& root)
{
    std::error_code failure;
    const std::filesystem::path absolute = std::filesystem::absolute(root, failure);
    if (failure)
        return Error{ErrorCode::Io, "cannot use the data folder " + root.string() + ": " + failure.message()};
    if (Result<void> made = makeFolder(absolute); !made)
        return made.error();
    Result<std::unique_ptr<FolderLock>> lock = FolderLock::take(absolute);
    if (!lock)
        return lock.error();
    DataDirectory directory(absolute, *std::move(lock));
    if (Result<void> made = directory.makeFolders(); !made)
        return made.error();
    return directory;
}

Result<void> DataDirectory::makeFolders() const
{
    for (const std::filesystem::path& folder : {requests(), journal(), backups()}) {
        if (Result<void> made = makeFolder(folder); !made)
            return made;
    }
    return {};
}

} // namespace lanyard
