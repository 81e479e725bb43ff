using ExchangeHub.Messaging;
using ExchangeHub.NoticeFollower;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A service of the hub's organisation in its smallest form: it writes down every position it is given, in order, once.
//   NoticeFollower --hub http://127.0.0.1:8080/ --file /var/lib/follower/positions
// The broker comes from the environment (Broker=amqp://…), because a command line can be read by everybody; without it the
// follower reads every two seconds.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Logging.AddSimpleConsole(console => console.SingleLine = true);

var hub = builder.Configuration["hub"] ?? throw new ArgumentException("Say where the hub is: --hub http://127.0.0.1:8080/");
var file = builder.Configuration["file"] ?? throw new ArgumentException("Say where to write: --file /var/lib/follower/positions");
using var http = new HttpClient { BaseAddress = new Uri(hub) };
builder.Services.AddPositionFollower(
    builder.Configuration["Broker"], "sample", _ => new PositionFile(file, new HubFeed(http)));

await builder.Build().RunAsync();
