#include "config/YamlDocument.h"

#include "config/ConfigProblems.h"
#include "settings/ConfigVariables.h"
#include "settings/QuotedText.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <QUtf8StringView>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>

namespace lanyard {
namespace {

constexpr std::size_t kMaxTextBytes = std::size_t{64} << 20;
constexpr std::size_t kMaxScalarBytes = std::size_t{128} << 20;
constexpr std::size_t kMaxNodes = 2'000'000;
constexpr std::size_t kMaxDepth = 64;
/// A map with fewer keys is searched, a larger one gets a set.
constexpr std::size_t kSmallMap = 16;

/// Leaves yaml-cpp's parser from inside its callbacks; caught in parseConfigYaml().
struct Stop
{
    Error error;
};

[[noreturn]] void stop(ErrorCode code, int line, const std::string& text)
{
    throw Stop{{code, "line " + std::to_string(line) + ": " + text}};
}

int lineOf(const YAML::Mark& mark)
{
    return mark.line + 1;
}

/// How big a node is with everything below it.
struct Extent
{
    std::size_t nodes = 1;
    std::size_t bytes = 0;
    std::size_t depth = 0; ///< levels below

    void addChild(const Extent& child)
    {
        nodes += child.nodes;
        bytes += child.bytes;
        depth = std::max(depth, child.depth + 1);
    }
};

/// Builds the tree from the parser's events.
class TreeBuilder final : public YAML::EventHandler
{
public:
    ConfigNode takeRoot() { return std::move(m_root); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        ConfigNode node;
        node.line = lineOf(mark);
        complete(std::move(node), anchor, {});
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override
    {
        checkTag(mark, tag);
        if (takesKey()) {
            beginField(lineOf(mark), value);
            return;
        }
        ConfigNode node = ConfigNode::text(value);
        node.line = lineOf(mark);
        complete(std::move(node), anchor, {1, value.size(), 0});
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
            stop(ErrorCode::InvalidArgument, lineOf(mark), "an alias that stands inside of what it refers to");
        // Counted before it is copied: that is what stops an alias bomb.
        count(lineOf(mark), found->second.extent);
        ConfigNode copy = found->second.node;
        copy.line = lineOf(mark);
        complete(std::move(copy), YAML::NullAnchor, found->second.extent, false);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, tag, anchor, ConfigNode::list());
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, tag, anchor, ConfigNode::map());
    }
    void OnMapEnd() override { close(); }

private:
    struct Frame
    {
        ConfigNode node;
        YAML::anchor_t anchor = YAML::NullAnchor;
        Extent extent;
        std::unordered_set<std::string> keys; ///< filled once the map is no longer small
        bool hasKey = false;                  ///< the last field waits for its value
    };
    struct Anchored
    {
        ConfigNode node;
        Extent extent;
    };

    static void checkTag(const YAML::Mark& mark, const std::string& tag)
    {
        // "?" is a plain scalar, "!" a quoted one; all others are written out in the file.
        if (!tag.empty() && tag != "?" && tag != "!" && !tag.starts_with("tag:yaml.org,2002:"))
            stop(ErrorCode::InvalidArgument, lineOf(mark), "the tag " + quotedText(tag) + " means nothing here");
    }

    bool takesKey() const
    {
        return !m_frames.empty() && m_frames.back().node.kind == ConfigNode::Kind::Map && !m_frames.back().hasKey;
    }

    void beginField(int line, const std::string& key)
    {
        Frame& frame = m_frames.back();
        auto& fields = frame.node.fields;
        if (key == "<<")
            stop(ErrorCode::Unsupported, line, "merge keys (<<) are not supported: write the fields out");
        if (isTwice(frame, key))
            stop(ErrorCode::InvalidArgument, line, "the key " + quotedText(key) + " stands here twice");
        fields.emplace_back(key, ConfigNode{});
        fields.back().second.line = line;
        frame.hasKey = true;
        frame.extent.nodes += 1;
        frame.extent.bytes += key.size();
        count(line, {1, key.size(), 0});
    }

    static bool isTwice(Frame& frame, const std::string& key)
    {
        const auto& fields = frame.node.fields;
        if (fields.size() < kSmallMap)
            return frame.node.find(key) != nullptr;
        if (frame.keys.empty()) {
            for (const auto& field : fields)
                frame.keys.insert(field.first);
        }
        return !frame.keys.insert(key).second;
    }

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, ConfigNode node)
    {
        checkTag(mark, tag);
        if (takesKey())
            stop(ErrorCode::InvalidArgument, lineOf(mark), "a key must be plain text");
        if (m_frames.size() >= kMaxDepth)
            stop(ErrorCode::TooLarge, lineOf(mark), "more than " + std::to_string(kMaxDepth) + " levels");
        count(lineOf(mark), {});
        Frame frame;
        frame.node = std::move(node);
        frame.node.line = lineOf(mark);
        frame.anchor = anchor;
        m_frames.push_back(std::move(frame));
    }

    void close()
    {
        Frame frame = std::move(m_frames.back());
        m_frames.pop_back();
        complete(std::move(frame.node), frame.anchor, frame.extent, false);
    }

    void complete(ConfigNode node, YAML::anchor_t anchor, const Extent& extent, bool counts = true)
    {
        if (takesKey())
            stop(ErrorCode::InvalidArgument, node.line, "a key must be plain text");
        if (m_frames.size() + extent.depth > kMaxDepth)
            stop(ErrorCode::TooLarge, node.line, "more than " + std::to_string(kMaxDepth) + " levels");
        if (counts)
            count(node.line, extent);
        if (anchor != YAML::NullAnchor) {
            count(node.line, extent);
            m_anchors.insert_or_assign(anchor, Anchored{node, extent});
        }
        if (m_frames.empty()) {
            m_root = std::move(node);
            return;
        }
        Frame& frame = m_frames.back();
        frame.extent.addChild(extent);
        if (frame.node.kind == ConfigNode::Kind::Sequence) {
            frame.node.items.push_back(std::move(node));
            return;
        }
        // A field stands where its key stands, also when its value begins on the next line.
        ConfigNode& value = frame.node.fields.back().second;
        node.line = value.line;
        value = std::move(node);
        frame.hasKey = false;
    }

    void count(int line, const Extent& extent)
    {
        m_nodes += extent.nodes;
        m_bytes += extent.bytes;
        if (m_nodes > kMaxNodes)
            stop(ErrorCode::TooLarge, line, "more than " + std::to_string(kMaxNodes) + " values (aliases count as what they stand for)");
        if (m_bytes > kMaxScalarBytes)
            stop(ErrorCode::TooLarge, line, "more than " + std::to_string(kMaxScalarBytes) + " bytes of values (aliases count as what they stand for)");
    }

    ConfigNode m_root;
    std::vector<Frame> m_frames;
    std::unordered_map<YAML::anchor_t, Anchored> m_anchors;
    std::size_t m_nodes = 0;
    std::size_t m_bytes = 0;
};

/// A stream over text that somebody else keeps.
class ViewBuffer final : public std::streambuf
{
public:
    explicit ViewBuffer(std::string_view text)
    {
        char* begin = const_cast<char*>(text.data()); // only read: streambuf has no const form
        setg(begin, begin, begin + text.size());
    }
};

Result<void> checkEncoding(std::string_view text)
{
    if (text.size() > kMaxTextBytes)
        return Error{ErrorCode::TooLarge, "the document is larger than 64 MiB"};
    int line = 1;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view one = text.substr(0, end);
        const std::string place = "line " + std::to_string(line) + ": ";
        if (one.find('\0') != std::string_view::npos)
            return Error{ErrorCode::InvalidArgument, place + "a NUL byte; save the file as UTF-8 text"};
        if (!QUtf8StringView(one.data(), static_cast<qsizetype>(one.size())).isValidUtf8())
            return Error{ErrorCode::InvalidArgument, place + "this is not UTF-8; save the file as UTF-8 text"};
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line;
    }
    return {};
}

/// Fills in the variables of `node` and everything below it.
class VariableFiller
{
public:
    VariableFiller(const std::map<std::string, std::string>& variables, ConfigProblems& problems)
        : m_variables(variables), m_problems(problems)
    {
    }

    void fill(ConfigNode& node, const ConfigPath& path)
    {
        if (node.kind == ConfigNode::Kind::Scalar && node.scalar.find("${") != std::string::npos)
            fillScalar(node, path);
        for (std::size_t i = 0; i < node.items.size(); ++i)
            fill(node.items[i], path.item(i));
        for (auto& [key, value] : node.fields)
            fill(value, path.field(key));
    }

private:
    void fillScalar(ConfigNode& node, const ConfigPath& path)
    {
        Result<std::string> expanded = expandVariables(node.scalar, m_variables);
        if (!expanded) {
            m_problems.add(node.line, path, expanded.error().message);
            return;
        }
        m_bytes += expanded->size();
        if (m_bytes > kMaxScalarBytes) {
            m_problems.add(node.line, path, "the values of the variables are too large", ErrorCode::TooLarge);
            return;
        }
        node.fromVariable = !findVariables(node.scalar).empty(); // a literal ${ alone is none
        node.scalar = *std::move(expanded);
    }

    const std::map<std::string, std::string>& m_variables;
    ConfigProblems& m_problems;
    std::size_t m_bytes = 0;
};

std::string_view lineAt(std::string_view text, int line)
{
    for (; line > 1 && !text.empty(); --line)
        text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
    return text.substr(0, text.find('\n'));
}

Error notYaml(const YAML::Exception& exception, std::string_view text)
{
    if (exception.mark.is_null())
        return {ErrorCode::InvalidArgument, "this is not YAML: " + exception.msg};
    const int line = lineOf(exception.mark);
    std::string message = "line " + std::to_string(line) + ": this is not YAML: " + exception.msg;
    if (lineAt(text, line).find("${") != std::string_view::npos)
        message += " (inside { } and [ ], a variable stands in quotes: \"${NAME}\")";
    return {ErrorCode::InvalidArgument, message};
}

/// yaml-cpp takes a quoted text that is never closed when a line break is the last it sees: a file that was cut there
/// would pass as whole.
std::string_view withoutTrailingSpace(std::string_view text)
{
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

Result<ConfigNode> parseTree(std::string_view text)
{
    text = withoutTrailingSpace(text);
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    // The one place that sees yaml-cpp's exceptions.
    try {
        YAML::Parser parser(stream);
        TreeBuilder builder;
        parser.HandleNextDocument(builder);
        TreeBuilder second;
        if (parser.HandleNextDocument(second)) {
            return Error{ErrorCode::InvalidArgument,
                         "line " + std::to_string(second.takeRoot().line) + ": a second document; one file holds one document"};
        }
        return builder.takeRoot();
    } catch (const Stop& stop) {
        return stop.error;
    } catch (const YAML::Exception& exception) {
        return notYaml(exception, text);
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::TooLarge, "the document needs more memory than there is"};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::InvalidArgument, "this is not YAML", exception.what()};
    }
}

} // namespace

Result<ConfigNode> parseConfigYaml(std::string_view text, const std::map<std::string, std::string>& variables)
{
    if (Result<void> encoding = checkEncoding(text); !encoding)
        return std::move(encoding).error();
    Result<ConfigNode> tree = parseTree(text);
    if (!tree)
        return tree;
    ConfigProblems problems;
    VariableFiller(variables, problems).fill(*tree, ConfigPath{});
    if (!problems.empty())
        return problems.toError();
    return tree;
}

} // namespace lanyard
