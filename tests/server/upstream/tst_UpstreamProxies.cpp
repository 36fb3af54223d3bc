#include "FakeProxy.h"
#include "UpstreamBench.h"
#include "support/TestCertificate.h"

using namespace lanyard;
using namespace lanyard::test;

/// Calls through a proxy, and none through one that was not asked for.
class tst_UpstreamProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callGoesThroughItsProxy_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("scheme");
        QTest::addColumn<bool>("tlsTarget");
        QTest::addColumn<bool>("password");
        QTest::addColumn<QByteArray>("asked");
        const auto row = [](const char* name, FakeProxy::Kind kind, const char* scheme, bool tls, bool password, const char* asked) {
            QTest::newRow(name) << static_cast<int>(kind) << QByteArray(scheme) << tls << password << QByteArray(asked);
        };
        using Kind = FakeProxy::Kind;
        row("HTTP, target in the clear", Kind::Http, "http", false, false, "POST http://localhost:");
        row("HTTP with a password, target in the clear", Kind::Http, "http", false, true, "POST http://localhost:");
        row("HTTP, TLS target", Kind::Http, "http", true, false, "CONNECT localhost:");
        row("HTTP with a password, TLS target", Kind::Http, "http", true, true, "CONNECT localhost:");
        row("HTTPS with a password, TLS target", Kind::HttpOverTls, "https", true, true, "CONNECT localhost:");
        row("SOCKS5 resolves here", Kind::Socks5, "socks5", false, false, "address 127.0.0.1");
        row("SOCKS5 with a password", Kind::Socks5, "socks5", true, true, "address 127.0.0.1");
        row("SOCKS5h resolves there", Kind::Socks5, "socks5h", true, false, "name localhost");
        row("SOCKS5h with a password", Kind::Socks5, "socks5h", false, true, "name localhost");
    }
    void callGoesThroughItsProxy()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, scheme);
        QFETCH(bool, tlsTarget);
        QFETCH(bool, password);
        QFETCH(QByteArray, asked);
        FakeProvider provider(tlsTarget ? FakeProvider::Transport::Tls : FakeProvider::Transport::Clear);
        FakeProxy proxy(static_cast<FakeProxy::Kind>(kind));
        ProxyConfig config = configFor(proxy, scheme.constData());
        if (password) {
            proxy.username = "user@office";
            proxy.password = "p:ss w/rd";
            config.username = "user@office";
            config.password = Secret("p:ss w/rd");
        }
        for (int round = 0; round < 2; ++round) {
            RecordingObserver seen;
            const auto call = m_upstream.start(chat(provider, &config), seen);
            QTRY_VERIFY(seen.ended());
            QVERIFY2(seen.complete(), seen.end.message.c_str());
            QCOMPARE(seen.status, 200);
        }
        QCOMPARE(provider.requestCount(), std::size_t{2});
        QCOMPARE(proxy.refused, std::size_t{0});
        QVERIFY2(proxy.heads.front().startsWith(asked), proxy.heads.front().constData());
        if (proxy.heads.front().startsWith("CONNECT"))
            QVERIFY2(!proxy.heads.front().contains("sk-secret"), "the provider's key is not the proxy's business");
        QVERIFY(!provider.lastRequest().headers.contains("proxy-authorization") || !tlsTarget);
    }

    void wrongPasswordIsNamedAndNothingIsSent_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("scheme");
        QTest::addColumn<bool>("tlsTarget");
        QTest::newRow("HTTP, target in the clear") << static_cast<int>(FakeProxy::Kind::Http) << QByteArray("http") << false;
        QTest::newRow("HTTP, TLS target") << static_cast<int>(FakeProxy::Kind::Http) << QByteArray("http") << true;
        QTest::newRow("SOCKS5") << static_cast<int>(FakeProxy::Kind::Socks5) << QByteArray("socks5h") << true;
    }
    void wrongPasswordIsNamedAndNothingIsSent()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, scheme);
        QFETCH(bool, tlsTarget);
        FakeProvider provider(tlsTarget ? FakeProvider::Transport::Tls : FakeProvider::Transport::Clear);
        FakeProxy proxy(static_cast<FakeProxy::Kind>(kind));
        proxy.username = "user";
        proxy.password = "right";
        ProxyConfig config = configFor(proxy, scheme.constData());
        config.username = "user";
        config.password = Secret("wrong-secret");
        RecordingObserver seen;
        const auto call = m_upstream.start(chat(provider, &config), seen);
        QTRY_VERIFY(seen.ended());
        QCOMPARE(seen.end.kind, UpstreamEnd::Kind::Network);
        QVERIFY(seen.end.neverSent);
        QCOMPARE(seen.heads, 0);
        const std::string start = "the proxy opened no way to localhost:" + std::to_string(provider.port()) + " (";
        QVERIFY2(seen.end.message.starts_with(start), seen.end.message.c_str());
        QVERIFY(seen.end.message.find("wrong-secret") == std::string::npos);
        QCOMPARE(provider.requestCount(), std::size_t{0});
        QVERIFY(proxy.refused >= 1);
    }

    void absentProxyIsNamed()
    {
        FakeProvider provider;
        ProxyConfig config;
        {
            FakeProxy gone(FakeProxy::Kind::Http);
            config = configFor(gone, "http");
        }
        RecordingObserver seen;
        const auto call = m_upstream.start(chat(provider, &config), seen);
        QTRY_VERIFY(seen.ended());
        QVERIFY2(seen.end.message.starts_with("could not connect to the proxy for localhost:"), seen.end.message.c_str());
        QVERIFY(seen.end.neverSent);
    }

    void directCallIsDirectWhateverTheEnvironmentSays()
    {
        FakeProvider provider;
        FakeProxy proxy(FakeProxy::Kind::Http);
        const ProxyConfig config = configFor(proxy, "http");
        for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
            qputenv(name, QByteArray::fromStdString(proxy.url("http")));
        TestedUpstream upstream(m_timers);
        for (const ProxyConfig* through : {static_cast<const ProxyConfig*>(nullptr), &config, static_cast<const ProxyConfig*>(nullptr)}) {
            const std::size_t before = proxy.heads.size();
            RecordingObserver seen;
            const auto call = upstream.start(chat(provider, through), seen);
            QTRY_VERIFY(seen.ended());
            QVERIFY(seen.complete());
            QCOMPARE(proxy.heads.size() - before, std::size_t{through ? 1U : 0U});
        }
        for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
            qunsetenv(name);
    }

private:
    static ProxyConfig configFor(const FakeProxy& proxy, const char* scheme)
    {
        ProxyConfig config;
        config.url = proxy.url(scheme);
        return config;
    }

    static UpstreamRequest chat(const FakeProvider& provider, const ProxyConfig* proxy)
    {
        const std::string scheme = provider.baseUrl().substr(0, provider.baseUrl().find(':'));
        UpstreamRequest made = request(scheme + "://localhost:" + std::to_string(provider.port()) + "/v1/chat/completions", kPlainChat);
        made.proxy = proxy;
        return made;
    }

    SystemClock m_clock;
    TimerWheel m_timers{m_clock};
    TestedUpstream m_upstream{m_timers, {TestCertificate::instance().certificateFile()}};
};

LANYARD_TEST(tst_UpstreamProxies)
#include "tst_UpstreamProxies.moc"
