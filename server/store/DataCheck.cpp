#include "store/DataCheck.h"

#include "store/BookProof.h"
#include "store/DataDirectory.h"

namespace lanyard {

Result<BookCheck> checkDataFolder(const std::filesystem::path& dataDirectory)
{
    std::error_code ignored;
    if (!std::filesystem::exists(dataDirectory / "lanyard.db", ignored))
        return Error{ErrorCode::NotFound, "there is no database in " + dataDirectory.string() + ": name the service's data folder with --data-dir"};
    const Result<DataDirectory> directory = DataDirectory::open(dataDirectory);
    if (!directory)
        return directory.error();
    const auto database = Database::open(directory->database(), Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    return BookProof(**database, directory->journal(), 0).run();
}

} // namespace lanyard
