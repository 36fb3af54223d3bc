#include "tokens/PromptTokens.h"

#include "llm/JsonScan.h"
#include "tokens/ModelEncoding.h"

#include <array>

namespace lanyard {
namespace {

constexpr std::uint64_t kEachMessage = 3;
constexpr std::uint64_t kEachName = 1;
constexpr std::uint64_t kAnswerBeginning = 3;
constexpr int kDeepest = 8; // parts in results in parts ...; every step down reads its text once more

bool isString(std::string_view raw)
{
    return raw.size() >= 2 && raw.front() == '"';
}

bool isArray(std::string_view raw)
{
    return !raw.empty() && raw.front() == '[';
}

/// The inside as it stands: enough for base64, URLs and words of the protocol.
std::string_view plainText(std::string_view raw)
{
    return isString(raw) ? raw.substr(1, raw.size() - 2) : std::string_view();
}

class BodyCounter
{
public:
    BodyCounter(const Tokenizer& tokenizer, std::string_view model)
        : m_tokenizer(tokenizer), m_model(model), m_chat(!isOfFamily(familyName(model), "text-embedding"))
    {
    }

    TokenCount count() const { return m_count; }

    void messages(std::string_view raw)
    {
        if (isString(raw)) { // Responses: "input" may be the user's words alone
            if (m_chat)
                m_count.tokens += kEachMessage + m_tokenizer.count("user");
            return text(raw);
        }
        eachOf(raw, [this](std::string_view message) { oneMessage(message); });
    }

    void system(std::string_view raw)
    {
        if (raw.empty() || isJsonNull(raw))
            return;
        m_count.tokens += kEachMessage + m_tokenizer.count("system");
        content(raw, 0);
    }

    void asJson(std::string_view raw)
    {
        if (raw.empty() || isJsonNull(raw))
            return;
        m_count += {m_tokenizer.count(raw), false};
    }

    /// Choices, candidates, items or blocks of an answer.
    void answers(std::string_view raw)
    {
        eachOf(raw, [this](std::string_view answer) {
            std::array fields{JsonMember{"message"}};
            const bool wrapped =
                isJsonObject(answer) && scanJsonObject(answer, fields) && isJsonObject(fields[0].value);
            content(wrapped ? fields[0].value : answer, 0);
        });
    }

    void beginAnswer() { m_count.tokens += m_chat ? kAnswerBeginning : 0; }

private:
    template <class F>
    void eachOf(std::string_view array, F item)
    {
        const Result<void> walked = scanJsonArray(array, [&](std::string_view raw) {
            item(raw);
            return true;
        });
        m_count.exact = m_count.exact && walked;
    }

    void text(std::string_view raw)
    {
        if (const std::optional<std::string> unescaped = jsonString(raw))
            m_count.tokens += m_tokenizer.count(*unescaped);
    }

    void oneMessage(std::string_view raw)
    {
        if (isString(raw))
            return text(raw);
        std::array fields{JsonMember{"role"}, JsonMember{"name"}};
        if (!isJsonObject(raw) || !scanJsonObject(raw, fields))
            return asJson(raw);
        m_count.tokens += kEachMessage;
        text(fields[0].value);
        if (isString(fields[1].value)) {
            m_count.tokens += kEachName;
            text(fields[1].value);
        }
        content(raw, 0);
    }

    /// A text, a list of parts, a part, or a message as the part that holds its content.
    void content(std::string_view raw, int depth)
    {
        if (depth == kDeepest)
            return asJson(raw);
        if (isString(raw))
            return text(raw);
        if (isArray(raw))
            return eachOf(raw, [this, depth](std::string_view part) { content(part, depth + 1); });
        if (isJsonObject(raw))
            object(raw, depth);
    }

    void object(std::string_view raw, int depth)
    {
        std::array holders{JsonMember{"text"}, JsonMember{"content"}, JsonMember{"parts"}, JsonMember{"refusal"},
                           JsonMember{"thinking"}};
        std::array images{JsonMember{"image_url"}, JsonMember{"source"}, JsonMember{"inlineData"},
                          JsonMember{"inline_data"}};
        std::array calls{JsonMember{"tool_calls"},      JsonMember{"function_call"}, JsonMember{"input"},
                         JsonMember{"arguments"},       JsonMember{"output"},        JsonMember{"functionCall"},
                         JsonMember{"functionResponse"}};
        std::array others{JsonMember{"detail"}, JsonMember{"input_audio"}, JsonMember{"file"}, JsonMember{"fileData"}};
        if (!scanJsonObject(raw, holders) || !scanJsonObject(raw, images) || !scanJsonObject(raw, calls) ||
            !scanJsonObject(raw, others))
            return asJson(raw);
        for (const JsonMember& holder : holders)
            content(holder.value, depth + 1);
        for (const JsonMember& image : images)
            picture(image.value, plainText(others[0].value));
        for (const JsonMember& call : calls)
            asJson(call.value);
        for (std::size_t i = 1; i < others.size(); ++i)
            m_count.exact = m_count.exact && others[i].value.empty();
    }

    /// image_url of chat completions (an object) and of responses (a string), source of Anthropic, inlineData of
    /// Gemini.
    void picture(std::string_view raw, std::string_view detail)
    {
        if (isString(raw)) {
            m_count += imageTokens(m_model, imageSizeOfUrl(plainText(raw)), detail);
            return;
        }
        std::array fields{JsonMember{"url"}, JsonMember{"detail"}, JsonMember{"data"}};
        if (!isJsonObject(raw) || !scanJsonObject(raw, fields))
            return;
        if (detail.empty())
            detail = plainText(fields[1].value);
        const std::string_view data = plainText(fields[2].value);
        m_count += imageTokens(
            m_model, data.empty() ? imageSizeOfUrl(plainText(fields[0].value)) : imageSizeOfBase64(data), detail);
    }

    const Tokenizer& m_tokenizer;
    std::string_view m_model;
    bool m_chat; ///< else the input of an embedding: texts without messages around them
    TokenCount m_count{0, true};
};

} // namespace

std::optional<TokenCount> promptTokens(const Tokenizer& tokenizer, std::string_view model, std::string_view body)
{
    std::array lists{JsonMember{"messages"}, JsonMember{"input"}, JsonMember{"contents"}};
    std::array systems{JsonMember{"system"}, JsonMember{"instructions"}, JsonMember{"systemInstruction"},
                       JsonMember{"system_instruction"}};
    std::array declared{JsonMember{"tools"}, JsonMember{"functions"}, JsonMember{"response_format"}};
    if (!scanJsonObject(body, lists) || !scanJsonObject(body, systems) || !scanJsonObject(body, declared))
        return std::nullopt;
    BodyCounter counter(tokenizer, model);
    bool any = false;
    for (const JsonMember& list : lists) {
        if (list.value.empty())
            continue;
        any = true;
        counter.messages(list.value);
    }
    if (!any)
        return std::nullopt;
    for (const JsonMember& system : systems)
        counter.system(system.value);
    for (const JsonMember& tools : declared)
        counter.asJson(tools.value);
    counter.beginAnswer();
    return counter.count();
}

std::optional<TokenCount> answerTokens(const Tokenizer& tokenizer, std::string_view body)
{
    std::array lists{JsonMember{"choices"}, JsonMember{"content"}, JsonMember{"candidates"}, JsonMember{"output"}};
    if (!scanJsonObject(body, lists))
        return std::nullopt;
    BodyCounter counter(tokenizer, {});
    bool any = false;
    for (const JsonMember& list : lists) {
        if (!isArray(list.value))
            continue;
        any = true;
        counter.answers(list.value);
    }
    return any ? std::optional(counter.count()) : std::nullopt;
}

} // namespace lanyard
