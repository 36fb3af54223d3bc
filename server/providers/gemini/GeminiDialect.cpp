#include "providers/gemini/GeminiDialect.h"

namespace lanyard {

GeminiDialect geminiDialectOf(std::string_view model)
{
    model = model.substr(model.rfind('/') + 1);
    GeminiDialect dialect;
    if (model.starts_with("gemini-2.5")) {
        dialect.thinking = GeminiDialect::Thinking::Budget;
        if (model.starts_with("gemini-2.5-pro")) {
            dialect.largestBudget = 32'768;
            dialect.leastBudget = 128;
        }
    } else if (model.starts_with("gemini-") && model.size() > 7 && model[7] >= '3' && model[7] <= '9') {
        dialect.thinking = GeminiDialect::Thinking::Level;
        dialect.signedCalls = true;
    }
    return dialect;
}

} // namespace lanyard
