#include "llm/Adaptation.h"
#include "llm/DataUrl.h"
#include "llm/SchemaSubset.h"
#include "llm/SignatureTag.h"
#include "support/TestMain.h"

#include <array>

using namespace lanyard;

class tst_Adaptation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheProviderCanStaysAsItIs()
    {
        ChatParameters wanted;
        wanted.seed = 7;
        wanted.temperature = 1.9;
        wanted.choices = 3;
        wanted.stop = {"a", "b"};
        wanted.reasoning.effort = ReasoningWish::Effort::High;
        Adjustments adjustments;
        QVERIFY(adapt(wanted, Capabilities{}, adjustments) == wanted);
        QVERIFY(adjustments.empty());
    }

    void whatItCannotGoesAndIsTold()
    {
        ChatParameters wanted;
        wanted.seed = 7;
        wanted.temperature = 1.9;
        wanted.choices = 3;
        wanted.stop = {"a", "b", "c"};
        wanted.topK = 5;
        wanted.frequencyPenalty = 1;
        wanted.logprobs = true;
        wanted.format.kind = ResponseFormat::Kind::JsonSchema;
        wanted.toolChoice = {ToolChoice::Mode::Named, "f"};
        wanted.parallelToolCalls = false;
        wanted.reasoning.effort = ReasoningWish::Effort::Low;
        Adjustments adjustments;
        const Capabilities none{.multipleChoices = false, .seed = false, .penalties = false, .topK = false, .logprobs = false, .parallelSwitch = false,
                                .namedToolChoice = false, .requiredToolChoice = false, .jsonSchema = false, .reasoning = false, .maxTemperature = 1, .maxStops = 2};
        const ChatParameters out = adapt(wanted, none, adjustments);
        QVERIFY(!out.seed && !out.topK && !out.frequencyPenalty && !out.logprobs && !out.parallelToolCalls);
        QVERIFY(out.toolChoice.mode == ToolChoice::Mode::Auto);
        QVERIFY(out.format.kind == ResponseFormat::Kind::JsonObject);
        QCOMPARE(out.choices, std::uint64_t{1});
        QCOMPARE(out.temperature.value(), 1.0);
        QCOMPARE(out.stop.size(), std::size_t{2});
        for (const char* told : {"seed dropped", "top_k dropped", "frequency_penalty dropped", "logprobs dropped", "parallel_tool_calls dropped", "tool_choice changed to auto",
                                 "response_format changed to json_object", "n clamped to 1", "temperature clamped", "stop cut to 2", "reasoning dropped"})
            QVERIFY2(adjustments.text().find(told) != std::string::npos, told);
    }

    void notesFitIntoAHeader()
    {
        Adjustments adjustments;
        adjustments.dropped("evil\r\nSet-Cookie: x");
        adjustments.dropped("twice");
        adjustments.dropped("twice");
        for (int i = 0; i < 500; ++i)
            adjustments.dropped("field" + std::to_string(i));
        QVERIFY(adjustments.text().starts_with("evil??Set-Cookie: x dropped; twice dropped; field0 dropped"));
        QVERIFY(adjustments.text().size() <= 1000);
    }

    void effortAndBudgetSayTheSame()
    {
        using Effort = ReasoningWish::Effort;
        for (const Effort effort : {Effort::None, Effort::Minimal, Effort::Low, Effort::Medium, Effort::High})
            QVERIFY(effortOf({Effort::Unset, budgetOf({effort, {}, {}}), {}}) == effort);
        QVERIFY(effortOf({Effort::Unset, 31'999, {}}) == Effort::High);
        QVERIFY(effortOf({Effort::Unset, -1, {}}) == Effort::Medium);
        QVERIFY(effortOf({}) == Effort::Unset);
        QCOMPARE(budgetOf({Effort::Low, 5'000, {}}), std::int64_t{5'000});
    }

    void schemasAreFittedWithoutLosingTheirOrder()
    {
        static constexpr std::array<std::string_view, 2> kUnsupported{"minLength", "$schema"};
        Adjustments adjustments;
        const std::string schema = R"({"$schema":"x","type":"object","properties":{"z":{"type":"string","minLength":3},"minLength":{"type":"object","properties":{}}},)"
                                   R"("required":["z"],"additionalProperties":true,"anyOf":[{"type":"array","items":{"type":"object"}}],"enum":[{"minLength":1}]})";
        QCOMPARE(fittedSchema(schema, {kUnsupported, true}, adjustments),
                 std::string(R"({"type":"object","properties":{"z":{"type":"string"},"minLength":{"type":"object","properties":{},"additionalProperties":false}},)"
                             R"("required":["z"],"anyOf":[{"type":"array","items":{"type":"object","additionalProperties":false}}],"enum":[{"minLength":1}],"additionalProperties":false})"));
        QCOMPARE(adjustments.text(), std::string("schema keyword $schema dropped; schema keyword minLength dropped"));
    }

    void signaturesComeBackToTheirMakers()
    {
        const std::string tagged = taggedSignature("abc.def", Protocol::Gemini, Protocol::Anthropic);
        QCOMPARE(tagged, std::string("lanyard.gemini.abc.def"));
        QCOMPARE(untaggedSignature(tagged, Protocol::Anthropic).signature, std::string("abc.def"));
        QVERIFY(untaggedSignature(tagged, Protocol::Anthropic).origin == Protocol::Gemini);
        QCOMPARE(taggedSignature("abc", Protocol::Anthropic, Protocol::Anthropic), std::string("abc"));
        QVERIFY(untaggedSignature("abc", Protocol::Anthropic).origin == Protocol::Anthropic);
        QCOMPARE(untaggedSignature("lanyard.nobody.x", Protocol::Gemini).signature, std::string("lanyard.nobody.x"));
    }

    void dataUrlsAreTakenApartAndPutTogether()
    {
        const MediaSource media = mediaFromUrl("data:image/png;charset=x;base64,AAAA");
        QCOMPARE(media.base64, std::string("AAAA"));
        QCOMPARE(media.mediaType, std::string("image/png"));
        QCOMPARE(urlOfMedia(media), std::string("data:image/png;base64,AAAA"));
        QVERIFY(mediaFromUrl("https://example.com/a.png").isUrl());
        QVERIFY(mediaFromUrl("data:text/plain,hi").isUrl());
    }
};

LANYARD_TEST(tst_Adaptation)
#include "tst_Adaptation.moc"
