void pool_start(struct pool *pool, struct task *task)
{
    pthread_create(&pool->thread, NULL, pool_main, task);
}
