using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// Chromium without a window and without a network, driven by its DevTools protocol. <c>scripts/install-chromium.sh</c> installs it; FUNCGRAD_CHROMIUM names another.
/// </summary>
public sealed partial class Browser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _events = [];
    private Process? _process;
    private string _session = "";
    private int _number;

    private static string? Program => Environment.GetEnvironmentVariable("FUNCGRAD_CHROMIUM") ?? Places.FirstOrDefault(File.Exists);

    /// <summary>Whether there is a browser; a test that needs one is skipped where there is none.</summary>
    public static void SkipWithout() => Assert.SkipUnless(Program is not null, "There is no Chromium here: bash scripts/install-chromium.sh");

    /// <summary>What pages have asked for since the last was opened.</summary>
    public IEnumerable<string> Requests => Said("Network.requestWillBeSent").Select(sent => sent["request"]!["url"]!.GetValue<string>());

    /// <summary>What went wrong in their scripts, or was refused to them.</summary>
    public IEnumerable<string> Troubles => Said("Runtime.exceptionThrown").Concat(Said("Log.entryAdded")).Concat(Said("Page.javascriptDialogOpening")).Select(trouble => trouble.ToJsonString());

    public async ValueTask InitializeAsync()
    {
        if (Program is null) return;
        _process = Process.Start(new ProcessStartInfo(Program,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-port=0", $"--user-data-dir={_profile.Path}", "about:blank",
        ]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var address = "";
        while (address.Length == 0 && await _process.StandardError.ReadLineAsync() is { } line) address = Listening().Match(line).Groups[1].Value;
        _ = _process.StandardError.ReadToEndAsync();
        await _socket.ConnectAsync(new Uri(address), default);
        var target = (await Send("Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!.GetValue<string>();
        _session = (await Send("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!.GetValue<string>();
        foreach (var domain in (string[])["Network", "Page", "Runtime", "Log"]) await Send($"{domain}.enable");
        await Send("Network.emulateNetworkConditions", new() { ["offline"] = true, ["latency"] = 0, ["downloadThroughput"] = 0, ["uploadThroughput"] = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Send("Browser.close", isOfBrowser: true);
            if (!_process.WaitForExit(Patience)) _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
        _socket.Dispose();
        _profile.Dispose();
    }

    /// <summary>Opens a file in a window of a width; the page has said that it is ready.</summary>
    public async Task Open(string path, int width = 1220, bool isDark = false, bool isForgotten = true)
    {
        if (isForgotten) await Evaluate("(() => { try { sessionStorage.clear(); } catch { } return true; })()");
        await Send("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await Send("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" }) });
        _events.Clear();
        await Send("Page.navigate", new() { ["url"] = new Uri(path).AbsoluteUri });
        await Until(path.EndsWith(".html", StringComparison.Ordinal) ? $"location.pathname.endsWith({JsonSerializer.Serialize(Path.GetFileName(path))}) && document.body && document.body.dataset.ready === 'yes'" : "document.readyState === 'complete' && document.documentElement.localName === 'svg'");
    }

    /// <summary>Waits until something is so.</summary>
    public async Task Until(string condition)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(20))
            if (await Evaluate(condition) is JsonValue value && value.TryGetValue<bool>(out var holds) && holds) return;
        Assert.Fail($"In {Patience.TotalSeconds} s it did not come true: {condition}; {string.Join("; ", Troubles)}");
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        var result = await Send("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return result["exceptionDetails"] is { } details ? throw new InvalidOperationException(details.ToJsonString()) : result["result"]!["value"];
    }

    public async Task<string> Text(string expression) => (await Evaluate(expression))?.ToString() ?? "";

    /// <summary>A press of the mouse at a point of the window.</summary>
    public async Task Click(double x, double y)
    {
        foreach (var kind in (string[])["mouseMoved", "mousePressed", "mouseReleased"])
            await Send("Input.dispatchMouseEvent", new() { ["type"] = kind, ["x"] = x, ["y"] = y, ["button"] = kind == "mouseMoved" ? "none" : "left", ["clickCount"] = 1 });
    }

    public async Task Press(string key, int code)
    {
        foreach (var kind in (string[])["rawKeyDown", "keyUp"]) await Send("Input.dispatchKeyEvent", new() { ["type"] = kind, ["key"] = key, ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>The whole page as a picture, to be looked at.</summary>
    public async Task Picture(string path)
    {
        var shot = await Send("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true, ["format"] = "png" });
        await File.WriteAllBytesAsync(path, Convert.FromBase64String(shot["data"]!.GetValue<string>()));
    }

    private IEnumerable<JsonNode> Said(string method) => _events.Where(said => said["method"]!.GetValue<string>() == method).Select(said => said["params"]!);

    private async Task<JsonNode> Send(string method, JsonObject? parameters = null, bool isOfBrowser = false)
    {
        var id = ++_number;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session.Length > 0 && !isOfBrowser) message["sessionId"] = _session;
        using var limit = new CancellationTokenSource(Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            var said = await Receive(limit.Token);
            if (said["id"]?.GetValue<int>() == id) return said["result"] ?? throw new InvalidOperationException(said.ToJsonString());
            if (said["method"] is not null) _events.Add(said);
        }
    }

    private async Task<JsonNode> Receive(CancellationToken limit)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, limit);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }

    [GeneratedRegex("DevTools listening on (ws://\\S+)")]
    private static partial Regex Listening();
}
