package social.godwit.store.testing;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.net.URI;
import org.hibernate.reactive.pool.impl.DefaultSqlClientPool;

/** Hibernate Reactive's pool with cached prepared statements, as the instance configures it. */
public final class CachingPool extends DefaultSqlClientPool {
    @Override
    protected Pool createPool(URI uri, SqlConnectOptions connect, PoolOptions options, Vertx vertx) {
        return super.createPool(uri, connect.setCachePreparedStatements(true), options, vertx);
    }
}
